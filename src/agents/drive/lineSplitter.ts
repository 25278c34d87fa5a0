/** Bytes after which the rest of a line is dropped. */
export const longestOutputLine = 32 * 1024 * 1024;

/**
 * Bytes in, lines of text out. Only a line feed ends a line: U+2028 and a carriage return are characters like any other.
 * Bytes that are no UTF-8 become U+FFFD. Memory is bounded by the longest line.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #longest: number;
  #held: Buffer[] = [];
  #bytes = 0;

  constructor(onLine: (line: string) => void, longest = longestOutputLine) {
    this.#onLine = onLine;
    this.#longest = longest;
  }

  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, from)) {
      this.#hold(bytes.subarray(from, end));
      this.#give();
      from = end + 1;
    }
    this.#hold(bytes.subarray(from));
  }

  /** What came after the last line feed is a line too. */
  end(): void {
    if (this.#bytes > 0) this.#give();
  }

  #hold(bytes: Buffer): void {
    const room = this.#longest - this.#bytes;
    if (bytes.length === 0 || room <= 0) return;
    const kept = bytes.subarray(0, room);
    this.#held.push(kept);
    this.#bytes += kept.length;
  }

  #give(): void {
    const [only, ...more] = this.#held;
    const all = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#held);
    this.#held = [];
    this.#bytes = 0;
    this.#onLine(all.toString('utf8'));
  }
}
