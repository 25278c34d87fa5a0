import type { AwaitedSignal, RunRecord, WaitEnd } from './runRecord.ts';
import type { Wake } from './wake.ts';

/** What ends waits, besides the record of the run. */
export interface WaitWorld {
  readonly record: RunRecord;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly wake: Wake;
  /** Whether something for this box is being written: it comes before a deadline that is noticed only now. */
  readonly isDelivering: (box: string) => boolean;
}

interface Wait extends AwaitedSignal {
  readonly key: string;
  readonly end: (how: WaitEnd) => void;
  callOff: () => void;
}

/**
 * The waits that nothing has ended yet. A stop ends a wait before all else. Of a signal (also one that came before the
 * wait) and the deadline, that one does which the journal has first: `end` is called as soon as it is clear, and what its
 * caller appends in that very call keeps the order.
 */
export class Waits {
  readonly #world: WaitWorld;
  readonly #open = new Set<Wait>();

  constructor(world: WaitWorld) {
    this.#world = world;
  }

  /** Calls `end` once, at once where there is a reason already. */
  begin(key: string, awaited: AwaitedSignal, end: (how: WaitEnd) => void): void {
    const wait: Wait = { ...awaited, key, end, callOff: () => undefined };
    this.#open.add(wait);
    this.#look(wait);
    if (this.#open.has(wait)) this.#arm(wait);
  }

  /** The record has changed: a signal came into a box, or the run is to stop (no box). */
  look(box?: string): void {
    for (const wait of this.#open) if (box === undefined || wait.box === box) this.#look(wait);
  }

  /** Forgets all waits; none of them ends any more. */
  close(): void {
    for (const wait of this.#open) wait.callOff();
    this.#open.clear();
  }

  #look(wait: Wait): void {
    const how = this.#endOf(wait);
    if (how === undefined) return;
    this.#open.delete(wait);
    wait.callOff();
    wait.end(how);
  }

  #endOf(wait: Wait): WaitEnd | undefined {
    const { record, isDelivering } = this.#world;
    if (record.isStopPending(wait.key)) return 'stopped';
    const took = record.reserve(wait.box);
    if (took !== undefined) return { took };
    return this.#isDue(wait) && !isDelivering(wait.box) ? 'expired' : undefined;
  }

  #isDue({ deadline }: Wait): boolean {
    return deadline !== undefined && deadline <= this.#world.clock();
  }

  #arm(wait: Wait): void {
    if (wait.deadline === undefined) return;
    wait.callOff = this.#world.wake(wait.deadline, () => {
      this.#look(wait);
      // Woken too early. One that is due goes on only until what is being delivered is there.
      if (this.#open.has(wait) && !this.#isDue(wait)) this.#arm(wait);
    });
  }
}
