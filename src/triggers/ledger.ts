import type { Receipt } from '../model/firing.ts';
import type { Seen } from './dueSchedules.ts';

/** Most firings and due times that are kept in memory; what is older is on disk alone. */
const mostFirings = 20_000;
const mostDues = 4000;

/** What the receipts say: which firing became what, which still wait, how many runs a day saw. A fold over them. */
export class Ledger {
  /** The newest receipt of each firing. */
  readonly #newest = new Map<string, Receipt>();
  /** Of each schedule, the times with a receipt. */
  readonly #dues = new Map<string, Map<number, Receipt['became']>>();
  /** Runs begun, by day, then by loop. */
  readonly #days = new Map<string, Map<string, number>>();

  readonly #dayOf: (at: number) => string;

  /** `dayOf`: the day that a time (epoch milliseconds) is part of. */
  constructor(receipts: Iterable<Receipt>, dayOf: (at: number) => string) {
    this.#dayOf = dayOf;
    for (const receipt of receipts) this.add(receipt);
  }

  add(receipt: Receipt): void {
    const { trigger, became, loop, at } = receipt;
    if (became === 'started' && this.#newest.get(trigger.id)?.became !== 'started') this.#count(this.#dayOf(at), loop);
    this.#newest.delete(trigger.id);
    this.#newest.set(trigger.id, receipt);
    forgetOldest(this.#newest, mostFirings);
    this.#noteDue(receipt);
  }

  newest(firing: string): Receipt | undefined {
    return this.#newest.get(firing);
  }

  /** Firings that were heard of and neither begun nor given up, oldest first: a crash came between. */
  waiting(): readonly Receipt[] {
    return [...this.#newest.values()].filter((receipt) => receipt.became === 'queued');
  }

  /** Ids of the firings of one kind that a loop had. */
  idsOf(kind: Receipt['trigger']['kind'], loop: string): readonly string[] {
    return [...this.#newest.values()]
      .filter((receipt) => receipt.trigger.kind === kind && receipt.loop === loop)
      .map((receipt) => receipt.trigger.id);
  }

  /** Runs that began on the day of `now`, of one loop or of all. */
  runsOn(now: number, loop?: string): number {
    const day = this.#days.get(this.#dayOf(now));
    if (day === undefined) return 0;
    if (loop !== undefined) return day.get(loop) ?? 0;
    return [...day.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * How far a schedule is dealt with, given that nothing before `from` counts. Receipts of times that lie ahead of `now`
   * are of a clock that was wrong: what was fired then is not fired again, what was only missed is not held against it.
   */
  seen(key: string, from: number, now: number): Seen {
    const dues = this.#dues.get(key) ?? new Map<number, Receipt['became']>();
    let after = Math.min(from, now);
    for (const due of dues.keys()) if (due <= now && due > after) after = due;
    return { after, wasFired: (due) => (dues.get(due) ?? 'missed') !== 'missed' };
  }

  #noteDue({ trigger, became }: Receipt): void {
    const [, key, due] = /^(schedule:.+:\d+):(?:\d+-)?(\d+)$/.exec(trigger.id) ?? [];
    if (trigger.kind !== 'schedule' || key === undefined || due === undefined || became === 'held') return;
    const dues = this.#dues.get(key) ?? new Map<number, Receipt['became']>();
    dues.set(Number(due), became);
    forgetOldest(dues, mostDues);
    this.#dues.set(key, dues);
  }

  #count(day: string, loop: string): void {
    const counts = this.#days.get(day) ?? new Map<string, number>();
    counts.set(loop, (counts.get(loop) ?? 0) + 1);
    this.#days.set(day, counts);
    forgetOldest(this.#days, 400);
  }
}

function forgetOldest<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
