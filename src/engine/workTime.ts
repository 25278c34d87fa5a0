/** The working time of an item. What it waits for people does not count, so each wait moves the deadline on. */
export class WorkTime {
  #deadline: number;
  #isTightened = false;

  /** Epoch milliseconds. */
  constructor(deadline: number) {
    this.#deadline = deadline;
  }

  get deadline(): number {
    return this.#deadline;
  }

  /** Milliseconds that were waited. */
  waited(milliseconds: number): void {
    this.#deadline += Math.max(0, milliseconds);
  }

  /** A tighter limit, where there is one. */
  atMost(deadline: number): void {
    this.#isTightened ||= deadline < this.#deadline;
    this.#deadline = Math.min(this.#deadline, deadline);
  }

  /** Whether the tighter limit is the one that holds. */
  get isTightened(): boolean {
    return this.#isTightened;
  }
}
