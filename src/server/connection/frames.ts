const headEnd = '\r\n\r\n';

/** More than a head of the protocol ever has, in bytes: a client that sends no end of one speaks something else. */
const longestHead = 8192;

/**
 * Cuts a stream of bytes into messages, each with a head that says how many bytes it has (Language Server Protocol 3.17,
 * "Base Protocol"). Bytes wait until their message is whole.
 */
export class Frames {
  /** What has come and is not taken, in pieces: a large message is put together once, not at each piece. */
  #pieces: Buffer[] = [];
  #size = 0;
  /** The bytes that must be there before it is worth looking again. */
  #wanted = 0;

  /** The texts of the messages that are whole by now; throws at a head without a length, after which nothing can be told apart. */
  take(piece: Buffer): readonly string[] {
    this.#pieces.push(piece);
    this.#size += piece.length;
    const texts: string[] = [];
    while (this.#size > 0 && this.#size >= this.#wanted) {
      const text = this.#next();
      if (text === undefined) break;
      texts.push(text);
    }
    return texts;
  }

  #next(): string | undefined {
    const bytes = this.#pieces.length === 1 ? (this.#pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pieces);
    this.#pieces = [bytes];
    const end = bytes.indexOf(headEnd);
    if (end < 0 && bytes.length <= longestHead) return undefined;
    const length = end < 0 ? undefined : /^content-length: *(\d+) *$/im.exec(bytes.toString('latin1', 0, end))?.[1];
    if (length === undefined) throw new Error('A message came without its Content-Length.');
    const start = end + headEnd.length;
    const stop = start + Number(length);
    this.#wanted = stop;
    if (bytes.length < stop) return undefined;
    this.#pieces = [bytes.subarray(stop)];
    this.#size = bytes.length - stop;
    this.#wanted = 0;
    return bytes.toString('utf8', start, stop);
  }
}

/** A message as {@link Frames} takes it apart. */
export function framed(message: object): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}${headEnd}${text}`;
}
