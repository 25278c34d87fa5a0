import type { Changed } from '../protocol/runner.ts';

/** At most five a second of one kind. */
const every = 200;

/**
 * Tells clients that something may be asked for again: at once, and what changes right afterwards once more, 200 ms later.
 * However much changes, nobody is told of one kind more often than that.
 */
export class Changes {
  readonly #tell: (what: Changed) => void;
  /** Kinds that were told of a moment ago, each with whether it has changed since. */
  readonly #resting = new Map<Changed, boolean>();

  constructor(tell: (what: Changed) => void) {
    this.#tell = tell;
  }

  note(what: Changed): void {
    if (this.#resting.has(what)) this.#resting.set(what, true);
    else this.#tellNow(what);
  }

  #tellNow(what: Changed): void {
    this.#resting.set(what, false);
    this.#tell(what);
    setTimeout(() => this.#rested(what), every).unref();
  }

  #rested(what: Changed): void {
    const again = this.#resting.get(what) === true;
    this.#resting.delete(what);
    if (again) this.#tellNow(what);
  }
}
