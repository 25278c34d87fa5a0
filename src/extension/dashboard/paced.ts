/** The clock, as a test can stand in for it. */
export interface PaceClock {
  readonly now: () => number;
  /** Calls `work` after so many milliseconds; returns how to drop it. */
  readonly later: (work: () => void, ms: number) => () => void;
}

const realClock: PaceClock = {
  now: () => performance.now(),
  later: (work, ms) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Work that is wanted more often than it shall be done: it begins at most once in `gapMs`, never twice at once, and what was
 * wanted meanwhile is done once afterwards. While `may` says no, what is wanted waits for the next `want`.
 * `work` must not throw or reject.
 */
export class Paced {
  readonly #work: () => Promise<void>;
  readonly #may: () => boolean;
  readonly #gapMs: number;
  readonly #clock: PaceClock;
  #began = Number.NEGATIVE_INFINITY;
  #isWanted = false;
  #isAtWork = false;
  #drop: (() => void) | undefined;

  constructor(work: () => Promise<void>, may: () => boolean, gapMs: number, clock: PaceClock = realClock) {
    this.#work = work;
    this.#may = may;
    this.#gapMs = gapMs;
    this.#clock = clock;
  }

  want(): void {
    this.#isWanted = true;
    this.#next();
  }

  /** The same, without waiting for the gap: a person asked. */
  wantNow(): void {
    this.#began = Number.NEGATIVE_INFINITY;
    this.#drop?.();
    this.#drop = undefined;
    this.want();
  }

  dispose(): void {
    this.#isWanted = false;
    this.#drop?.();
    this.#drop = undefined;
  }

  #next(): void {
    if (!this.#isWanted || this.#isAtWork || this.#drop !== undefined || !this.#may()) return;
    const wait = this.#began + this.#gapMs - this.#clock.now();
    if (wait <= 0) return void this.#begin();
    this.#drop = this.#clock.later(() => {
      this.#drop = undefined;
      this.#next();
    }, wait);
  }

  async #begin(): Promise<void> {
    this.#isWanted = false;
    this.#isAtWork = true;
    this.#began = this.#clock.now();
    await this.#work();
    this.#isAtWork = false;
    this.#next();
  }
}
