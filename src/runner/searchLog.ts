import { transcriptFile } from '../agents/drive/spec.ts';
import { openPlain } from '../agents/report/openPlain.ts';
import { outputFile, stepFolder } from '../journal/stepFolder.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { type LinePiece, longLines } from './longLines.ts';
import { type Found, SoughtText } from './soughtText.ts';
import { textsOf } from './transcriptTexts.ts';

type Reply = RunnerReply<'searchLog'>;

/** Bytes that one reply looks through, and hits after which it ends. */
const mostBytes = 4 * 1024 * 1024;
const mostHits = 200;
/** Bytes after which it ends although an agent is still saying something. */
const longestSpeech = 4 * mostBytes;

/** Looks for a text in a part of a step's transcript or output, in bounded memory however long its lines are. */
export async function searchLog(
  directory: string,
  { step, source, text, offset, lines }: Omit<RunnerParams<'searchLog'>, 'run'>,
): Promise<Reply> {
  const folder = stepFolder(directory, step);
  const handle = await openPlain(source === 'transcript' ? transcriptFile(folder) : outputFile(folder));
  if (typeof handle === 'string') return { hits: [], next: offset, lines, ended: true, isWhole: false };
  try {
    const { size } = await handle.stat();
    const wanted = new SoughtText(text);
    const search = source === 'transcript' ? new TranscriptSearch(wanted, lines) : new OutputSearch(wanted, lines);
    let next = offset;
    for await (const piece of longLines(handle, offset, true)) {
      search.add(piece);
      next = piece.next;
      const looked = next - offset;
      const isEnough = looked >= mostBytes || search.hits.length >= mostHits;
      const isBorder = piece.part === 'whole' || piece.part === 'last';
      if (isEnough && isBorder && (!search.isSpeaking || looked >= longestSpeech)) break;
    }
    const { hits, isWhole } = search;
    return { hits, next, lines: search.lines, ended: next >= size, isWhole };
  } finally {
    await handle.close();
  }
}

class OutputSearch {
  readonly hits: Reply['hits'] = [];
  readonly isSpeaking = false;
  readonly isWhole = true;
  readonly #wanted: SoughtText;
  #lines: number;
  #before = '';

  constructor(wanted: SoughtText, lines: number) {
    this.#wanted = wanted;
    this.#lines = lines;
  }

  get lines(): number {
    return this.#lines;
  }

  add({ text, part }: LinePiece): void {
    const found = this.#wanted.in(text, this.#before);
    this.hits.push(...found.lines.map((line) => ({ seq: this.#lines + 1, text: line })));
    const isEnd = part === 'whole' || part === 'last';
    this.#before = isEnd ? '' : this.#wanted.tail(this.#before + text);
    if (isEnd) this.#lines += 1;
  }
}

/** What an entry begins with, as the driver writes it. */
const head = /^\{"at":\d{1,16},"seq":(\d{1,15}),"type":"([\w-]{1,40})"/;

class TranscriptSearch {
  readonly hits: Reply['hits'] = [];
  readonly #wanted: SoughtText;
  #lines: number;
  #seq = 0;
  #type: string | undefined;
  /** A text comes in several entries: the end of the ones before. */
  #said: { readonly type: string; readonly tail: string } | undefined;
  /** Likewise of an entry that is too long to be read whole. */
  #before = '';

  constructor(wanted: SoughtText, lines: number) {
    this.#wanted = wanted;
    this.#lines = lines;
  }

  get lines(): number {
    return this.#lines;
  }

  get isSpeaking(): boolean {
    return this.#said !== undefined;
  }

  /** Nothing comes after the end. */
  get isWhole(): boolean {
    return this.#type === 'end';
  }

  add({ text, part }: LinePiece): void {
    if (part === 'whole' || part === 'first') this.#begin(text);
    if (part === 'whole' || part === 'last') this.#lines += 1;
    if (part !== 'whole') {
      this.#tell(this.#wanted.in(text, this.#before));
      this.#before = part === 'last' ? '' : this.#wanted.tail(this.#before + text);
      return;
    }
    const isSaid = this.#type === 'text' || this.#type === 'thinking';
    if (!isSaid && this.#type !== 'usage') this.#said = undefined;
    // Most entries are not worth the reading.
    if (!isSaid && !this.#wanted.mayBeIn(text)) return;
    const read = textsOf(text);
    const before = isSaid && this.#said?.type === this.#type ? (this.#said?.tail ?? '') : '';
    this.#tell(this.#wanted.in(read ?? text, before));
    if (isSaid && read !== undefined) this.#said = { type: this.#type ?? '', tail: this.#wanted.tail(before + read) };
  }

  #begin(text: string): void {
    const [, seq, type] = head.exec(text.slice(0, 200)) ?? [];
    if (seq !== undefined) this.#seq = Number(seq);
    this.#type = type;
  }

  #tell({ lines, more }: Found): void {
    const type = this.#type === undefined ? {} : { type: this.#type };
    for (const [n, text] of lines.entries()) {
      const isLast = n === lines.length - 1 && more > 0;
      this.hits.push({ seq: this.#seq, ...type, text, ...(isLast ? { more } : {}) });
    }
  }
}
