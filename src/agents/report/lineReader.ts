/** A line is cut off from here on, in bytes. */
export const longestLine = 64 * 1024;

/** Bytes of a growing file in, whole lines out; split at line feeds alone. Memory stays constant. */
export class LineReader {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isTooLong: boolean;
  #isRest: boolean;

  /** With `inTheMiddle` the first line is only the rest of one, and dropped. */
  constructor({ inTheMiddle = false } = {}) {
    this.#isTooLong = inTheMiddle;
    this.#isRest = inTheMiddle;
  }

  /** The lines that these bytes complete; `undefined` for one that is longer than 64 KB. */
  push(bytes: Buffer): readonly (string | undefined)[] {
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      this.#hold(bytes.subarray(from, end));
      if (!this.#isRest) lines.push(this.#take());
      this.#forget();
      from = end + 1;
    }
    this.#hold(bytes.subarray(from));
    return lines;
  }

  /** What came after the last line feed. */
  end(): readonly (string | undefined)[] {
    const rest = this.#isRest || (this.#heldBytes === 0 && !this.#isTooLong) ? [] : [this.#take()];
    this.#forget();
    return rest;
  }

  #hold(bytes: Buffer): void {
    this.#heldBytes += bytes.length;
    this.#isTooLong ||= this.#heldBytes > longestLine;
    if (this.#isTooLong) this.#held = [];
    // A copy, because the buffer is filled again.
    else if (bytes.length > 0) this.#held.push(Buffer.from(bytes));
  }

  #take(): string | undefined {
    return this.#isTooLong ? undefined : Buffer.concat(this.#held).toString('utf8');
  }

  #forget(): void {
    this.#held = [];
    this.#heldBytes = 0;
    this.#isTooLong = false;
    this.#isRest = false;
  }
}
