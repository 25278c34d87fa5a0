/** Progress lines on standard output: every line at once, repeated ones at most twice a second. */
export class Report {
  readonly #write: (line: string) => void;
  #last = 0;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  say(line: string): void {
    this.#write(line);
  }

  /** Says the line unless another was said within half a second. */
  often(line: string): void {
    const now = performance.now();
    if (now - this.#last < 500) return;
    this.#last = now;
    this.#write(line);
  }
}
