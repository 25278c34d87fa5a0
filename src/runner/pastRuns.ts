import type { RunAccount } from '../model/runAccount.ts';
import type { RunSummary } from '../model/shapes.ts';

/** A run that has ended, or whose journal cannot be used. */
export interface PastRun {
  readonly summary: RunSummary;
  /** Null where the journal cannot be read; undefined where nobody has looked yet. */
  readonly account?: RunAccount | null;
}

/** Past runs in memory, always in order: thousands of them are not sorted anew for every request. */
export class PastRuns {
  readonly #byId = new Map<string, PastRun>();
  /** Ids sort by time. */
  readonly #ids: string[] = [];

  set(run: PastRun): void {
    const { id } = run.summary;
    if (!this.#byId.has(id)) this.#ids.splice(this.#placeOf(id), 0, id);
    this.#byId.set(id, run);
  }

  get(id: string): PastRun | undefined {
    return this.#byId.get(id);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Newest first; with `before` only those that are older than this one. */
  *newestFirst(before?: string): Generator<PastRun> {
    for (let at = before === undefined ? this.#ids.length : this.#placeOf(before); at > 0; at -= 1) {
      const run = this.#byId.get(this.#ids[at - 1] ?? '');
      if (run !== undefined) yield run;
    }
  }

  /** How many ids are smaller. Mostly a run is newer than all others. */
  #placeOf(id: string): number {
    const last = this.#ids.at(-1);
    if (last === undefined || last < id) return this.#ids.length;
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ids[middle] ?? '') < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
