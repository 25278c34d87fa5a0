/**
 * The working time of an item: what is left of the run's, and where the loop limits it, its own. What it waits for people
 * and how long it holds in a pause does not count, so each moves the deadline on. Times are epoch milliseconds.
 */
export class WorkTime {
  readonly #startedAt: number;
  #minutes: number;
  #shift = 0;
  #own = Number.POSITIVE_INFINITY;

  /** The run began at `startedAt` and may take `minutes`. */
  constructor(startedAt: number, minutes: number) {
    this.#startedAt = startedAt;
    this.#minutes = minutes;
  }

  get deadline(): number {
    return Math.min(this.#whole, this.#own);
  }

  /** Minutes that the run may take. */
  get minutes(): number {
    return this.#minutes;
  }

  /** Milliseconds that were waited. */
  waited(milliseconds: number): void {
    this.waitedBefore(milliseconds);
    this.#own += Math.max(0, milliseconds);
  }

  /** Milliseconds that the run was waited for before this item was begun: they are none of the item's own time. */
  waitedBefore(milliseconds: number): void {
    this.#shift += Math.max(0, milliseconds);
  }

  /** A person has raised what the run may take. */
  allow(minutes: number): void {
    this.#minutes = minutes;
  }

  /** The item has a limit of its own. */
  atMost(deadline: number): void {
    this.#own = deadline;
  }

  /** Whether the item's own limit is the one that holds. */
  get isTightened(): boolean {
    return this.#own < this.#whole;
  }

  get #whole(): number {
    return this.#startedAt + this.#minutes * 60_000 + this.#shift;
  }
}
