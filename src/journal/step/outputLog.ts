import { closeSync, openSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { Redactor } from '../../redaction/redact.ts';
import { Sanitiser } from '../../redaction/sanitise.ts';

const tailBytes = 4096;

/** Bytes of one stream in; valid UTF-8 text without controls and secrets out. Invalid bytes become U+FFFD. */
export class Cleaner {
  readonly #decoder = new StringDecoder('utf8');
  readonly #sanitiser = new Sanitiser();
  readonly #redactor: Redactor;

  constructor(secrets: readonly string[]) {
    this.#redactor = new Redactor(secrets);
  }

  push(bytes: Buffer): string {
    return this.#redactor.push(this.#sanitiser.push(this.#decoder.write(bytes)));
  }

  end(): string {
    const last = this.#sanitiser.push(this.#decoder.end()) + this.#sanitiser.end();
    return this.#redactor.push(last) + this.#redactor.end();
  }
}

/**
 * The output file of a step. Nothing but cleaned text is ever written to it. Writing is synchronous: the command waits
 * while the disk is slow, so memory stays constant.
 */
export class OutputLog {
  readonly #fd: number;
  readonly #limit: number;
  readonly #secrets: readonly string[];
  readonly #cleaners: Cleaner[] = [];
  #printed = 0;
  #written = 0;
  #tail: Buffer = Buffer.alloc(0);
  #isFull = false;

  constructor(path: string, limit: number, secrets: readonly string[]) {
    this.#fd = openSync(path, 'w', 0o600);
    this.#limit = limit;
    this.#secrets = secrets;
  }

  /** Bytes that the command printed, as it printed them. */
  get printed(): number {
    return this.#printed;
  }

  /** More came than the limit allows; nothing is kept from then on. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** The last 4 KB that were written. */
  get tail(): string {
    const text = this.#tail.toString('utf8');
    return this.#tail.length < tailBytes ? text : text.replace(/^\ufffd+/, '');
  }

  /** A stream of the command: what is returned takes its bytes. Streams mix in the file as their bytes come. */
  stream(): (bytes: Buffer) => void {
    const cleaner = new Cleaner(this.#secrets);
    this.#cleaners.push(cleaner);
    return (bytes) => {
      const room = Math.max(0, this.#limit - this.#printed);
      this.#printed += bytes.length;
      if (this.#isFull) return;
      this.#write(cleaner.push(bytes.length > room ? bytes.subarray(0, room) : bytes));
      this.#isFull ||= bytes.length > room;
    };
  }

  /** Writes what was held back, then a line of ours where there is one to say, and closes the file. */
  end(note?: string): void {
    if (!this.#isFull) for (const cleaner of this.#cleaners) this.#write(cleaner.end());
    if (note !== undefined) {
      const startsLine = this.#tail.length === 0 || this.#tail.at(-1) === 0x0a;
      this.#append(Buffer.from(`${startsLine ? '' : '\n'}[loopwright] ${note}\n`));
    }
    closeSync(this.#fd);
  }

  #write(text: string): void {
    if (text === '') return;
    const bytes = Buffer.from(text);
    const room = this.#limit - this.#written;
    this.#isFull ||= bytes.length > room;
    this.#append(bytes.length > room ? wholeCharacters(bytes.subarray(0, room)) : bytes);
  }

  #append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
    this.#written += bytes.length;
    const before = bytes.length >= tailBytes ? [] : [this.#tail];
    this.#tail = Buffer.concat([...before, bytes.subarray(-tailBytes)]).subarray(-tailBytes);
  }
}

/** Cuts bytes of UTF-8 back to the last whole character. */
function wholeCharacters(bytes: Buffer): Buffer {
  return Buffer.from(new StringDecoder('utf8').write(bytes));
}
