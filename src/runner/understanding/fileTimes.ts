/**
 * Times for files that are written over and over. Python, cargo and make tell texts by the second in which their file was
 * changed, so two mutants of one length within a second would be one to them: every time given here has a second of its
 * own, and none lies before the clock's, so that what was built before is older.
 */
export class FileTimes {
  readonly #clock: () => number;
  #last = 0;

  /** `clock`: epoch milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Seconds since 1970, whole. */
  next(): number {
    this.#last = Math.max(Math.ceil(this.#clock() / 1000), this.#last + 1);
    return this.#last;
  }
}
