import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';

/** Milliseconds after which what was counted is reported, so that a window that is killed loses no more than this. */
const reportEvery = 60_000;
/** The least that is worth a line on disk, in seconds. */
const least = 1;

/**
 * Counts for how long a person has an item's review or prompts before them, and tells the runner: the human minutes of a
 * landed change are made of it. Time counts only while somebody looks: see `look`.
 */
export class Attendance {
  readonly #link: RunRequests;
  readonly #now: () => number;
  #ref: ItemRef | undefined;
  #since = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `now`: milliseconds of a clock that only goes forward. */
  constructor(link: RunRequests, now: () => number = () => performance.now()) {
    this.#link = link;
    this.#now = now;
  }

  /** What stands before the person from now on; undefined where no review is open, or nobody sits at this window. */
  look(ref: ItemRef | undefined): void {
    if (ref !== undefined && this.#ref !== undefined && isSameItem(ref, this.#ref)) return;
    this.#report();
    clearInterval(this.#timer);
    this.#ref = ref;
    this.#since = this.#now();
    this.#timer = ref === undefined ? undefined : setInterval(() => this.#report(), reportEvery);
  }

  dispose(): void {
    this.look(undefined);
  }

  #report(): void {
    const seconds = (this.#now() - this.#since) / 1000;
    if (this.#ref === undefined || seconds < least) return;
    this.#since = this.#now();
    const { run, item } = this.#ref;
    // A runner that is gone, or a run that was cleaned up: nothing that a person who reads must be told of.
    void this.#link.request('attended', { run, item, seconds: Math.min(seconds, reportEvery / 1000) });
  }
}
