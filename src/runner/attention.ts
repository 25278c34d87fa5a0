import type { Facts, FactsFold } from '../journal/factStore.ts';
import type { Attention } from '../model/attention.ts';

/** Seconds that people had an item before them, by `<run>/<item>`. */
export type AttentionSums = ReadonlyMap<string, number>;

const nameOf = ({ run, item }: Pick<Attention, 'run' | 'item'>): string => `${run}/${item}`;

/** Keeps the sums; who looked, and when, is on disk alone. */
export function attentionSums(): FactsFold<Attention, AttentionSums> {
  const sums = new Map<string, number>();
  const add = (state: AttentionSums, fact: Attention): AttentionSums => {
    sums.set(nameOf(fact), (sums.get(nameOf(fact)) ?? 0) + fact.seconds);
    return state;
  };
  return { from: sums, add };
}

/** How long people looked at what loops wrote. */
export class AttentionLog {
  readonly #facts: Facts<Attention, AttentionSums>;

  constructor(facts: Facts<Attention, AttentionSums>) {
    this.#facts = facts;
  }

  append(fact: Attention): Promise<void> {
    return this.#facts.append(fact);
  }

  /** Null where no window ever reported it, which is not the same as nobody looking. */
  minutesOf(item: Pick<Attention, 'run' | 'item'>): number | null {
    const seconds = this.#facts.state.get(nameOf(item));
    return seconds === undefined ? null : seconds / 60;
  }
}
