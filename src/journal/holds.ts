import type { RunRecord } from './runRecord.ts';

/** How a hold ends. */
type HoldEnd = { readonly stopped: boolean };

/** The holds that nothing has ended yet. A stop ends a hold, and so does that the run is not paused any more. */
export class Holds {
  readonly #record: RunRecord;
  readonly #open = new Map<string, (how: HoldEnd) => void>();

  constructor(record: RunRecord) {
    this.#record = record;
  }

  /** Calls `end` once, at once where there is a reason already. */
  begin(key: string, end: (how: HoldEnd) => void): void {
    this.#open.set(key, end);
    this.#look(key, end);
  }

  /** The record has changed: the run was resumed, or is to stop. */
  look(): void {
    for (const [key, end] of [...this.#open]) this.#look(key, end);
  }

  /** Forgets all holds; none of them ends any more. */
  close(): void {
    this.#open.clear();
  }

  #look(key: string, end: (how: HoldEnd) => void): void {
    const stopped = this.#record.isStopPending(key);
    if (!stopped && this.#record.orders.isPaused) return;
    this.#open.delete(key);
    end({ stopped });
  }
}
