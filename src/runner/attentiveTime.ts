import { Refused } from './refusal.ts';

/** Seconds that a window may have counted before it was connected: to the runner before this one, as a rule. */
const slack = 60;
/** The most that one report can say. */
const most = 3600;

/**
 * The time that one window can have had something before a person: what has passed since it was connected, less what it has
 * reported. Several reviews side by side share it, for a person reads one of them at a time.
 */
export class AttentiveTime {
  /** Milliseconds that only ever go forward, and stand while the machine sleeps. */
  readonly #now: () => number;
  #left = slack;
  #countedTo: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#countedTo = now();
  }

  /** Takes so many seconds, or throws the refusal of a report that cannot be true. */
  take(seconds: number): void {
    const now = this.#now();
    this.#left = Math.min(this.#left + (now - this.#countedTo) / 1000, most + slack);
    this.#countedTo = now;
    if (seconds > this.#left) {
      throw new Refused(
        'too-long',
        `${Math.round(seconds)} s of attention were reported, and no more than ${Math.floor(this.#left)} s have passed. Report the seconds since the last report, once.`,
      );
    }
    this.#left -= seconds;
  }
}
