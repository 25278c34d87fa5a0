import { closeSync, openSync, writeSync } from 'node:fs';
import { Redactor } from '../../redaction/redact.ts';
import { Sanitiser } from '../../redaction/sanitise.ts';
import type { AgentEvent } from '../port.ts';
import { CleanValue } from './cleanValue.ts';
import { endOfTranscript } from './endOfTranscript.ts';

/** Bytes of a transcript; a line says where it was cut off. */
export const longestTranscript = 64 * 1024 * 1024;
/** Characters of one text in it, of a tool's output say. */
const longestText = 256 * 1024;
/** Characters of a text that is still coming, after which a line is written. */
const mostGathered = 4096;

/** What the driver itself has to say in a transcript. */
export type DriverEvent =
  | { readonly type: 'prompt'; readonly text: string; readonly why: 'first' | 'retry' | 'repair' }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'end'; readonly status: string; readonly cause?: string; readonly detail: string };

type Stream = 'text' | 'thinking';

/**
 * The normalised transcript of a step: JSON lines `{ at, seq, type, … }`, one file a step, kept as long as the folder of its
 * run. Every text in it is sanitised and redacted. Texts that come in pieces are put together first, so that a secret is
 * found across their borders as long as nothing but usage comes between them.
 */
export class Transcript {
  readonly #fd: number;
  readonly #limit: number;
  readonly #secrets: readonly string[];
  readonly #clean: CleanValue;
  #open: GrowingText | undefined;
  #seq = 0;
  #bytes = 0;
  #isCut = false;

  /**
   * Continues a file that is there, of a driver that was killed in the middle: its numbers go on, and what it holds counts
   * towards the limit. Throws as `node:fs` does.
   */
  constructor(path: string, secrets: readonly string[], limit = longestTranscript) {
    this.#fd = openSync(path, 'a+', 0o600);
    const { bytes, next, isCut, isTorn } = endOfTranscript(this.#fd);
    this.#seq = next;
    this.#bytes = bytes;
    this.#isCut = isCut;
    // What was written of the last line stays alone, or the next one would be lost with it.
    if (isTorn) this.#bytes += writeSync(this.#fd, '\n');
    this.#limit = limit;
    this.#secrets = secrets;
    this.#clean = new CleanValue(secrets, longestText);
  }

  /** Of all drivers that wrote to it. */
  get lines(): number {
    return this.#seq;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  add(event: AgentEvent | DriverEvent): void {
    if (event.type === 'text' || event.type === 'thinking') {
      this.#grow(event.type, event.text);
      return;
    }
    // It says nothing of what the agent is saying, and comes in the middle of it.
    if (event.type !== 'usage') this.flush();
    this.#write(this.#clean.of(event) as Readonly<Record<string, unknown>>);
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.#open === undefined) return;
    const { type } = this.#open;
    const text = this.#open.end();
    this.#open = undefined;
    if (text !== '') this.#write({ type, text });
  }

  close(): void {
    this.flush();
    closeSync(this.#fd);
  }

  #grow(type: Stream, text: string): void {
    if (this.#open?.type !== type) {
      this.flush();
      this.#open = new GrowingText(type, this.#secrets);
    }
    this.#open?.push(text);
    const ready = this.#open?.take(mostGathered) ?? '';
    if (ready !== '') this.#write({ type, text: ready });
  }

  #write(event: Readonly<Record<string, unknown>>): void {
    if (this.#isCut) return;
    const line = Buffer.from(`${JSON.stringify({ at: Date.now(), seq: this.#seq, ...event })}\n`);
    if (this.#bytes + line.length > this.#limit) {
      this.#isCut = true;
      const cut = { at: Date.now(), seq: this.#seq, type: 'cut', text: `The transcript ends at ${this.#limit} bytes.` };
      writeSync(this.#fd, `${JSON.stringify(cut)}\n`);
      return;
    }
    writeSync(this.#fd, line);
    this.#bytes += line.length;
    this.#seq += 1;
  }
}

/** A text that comes in pieces, cleaned as one. */
class GrowingText {
  readonly type: Stream;
  readonly #sanitiser = new Sanitiser();
  readonly #redactor: Redactor;
  #ready = '';

  constructor(type: Stream, secrets: readonly string[]) {
    this.type = type;
    this.#redactor = new Redactor(secrets);
  }

  push(text: string): void {
    this.#ready += this.#redactor.push(this.#sanitiser.push(text));
  }

  /** What can be shown by now, once it is worth a line. */
  take(atLeast: number): string {
    if (this.#ready.length < atLeast) return '';
    const ready = this.#ready;
    this.#ready = '';
    return ready;
  }

  end(): string {
    return this.#ready + this.#redactor.push(this.#sanitiser.end()) + this.#redactor.end();
  }
}
