import type { FileChange } from '../model/change.ts';
import type { Piece } from '../model/reviewOutline.ts';
import type { Digest } from './digest.ts';
import { blanksOf, contentOf } from './formatOnly.ts';
import { leastEdit } from './leastEdit.ts';
import { rawLines, readable, withoutBreak } from './rawText.ts';
import type { PieceReading } from './reading.ts';
import type { HunkSpan } from './slidHunks.ts';

const nothing = { removed: [], added: [] };
/** Lines of a replacement beyond which those that only moved right or left are not looked for. */
const mostCompared = 2000;

/** Makes the pieces of one file, and names them. */
export class PieceMaker {
  readonly #file: FileChange;
  readonly #digest: Digest;
  readonly #seen = new Map<string, number>();

  constructor(file: FileChange, digest: Digest) {
    this.#file = file;
    this.#digest = digest;
  }

  /** Lines of both sides, given with their breaks. */
  lines({ base, head }: HunkSpan, baseLines: readonly string[], headLines: readonly string[]): PieceReading {
    const removed = baseLines.slice(base.first - 1, base.first - 1 + base.count);
    const added = headLines.slice(head.first - 1, head.first - 1 + head.count);
    const id = this.#id('lines', removed.join(''), added.join(''));
    const [gone, fresh] = [removed.map(text), added.map(text)];
    const isFormat = blanksOf(this.#file.path)(gone, fresh);
    return {
      piece: { id, kind: 'lines', base, head, ...(isFormat ? { note: 'format' } : {}) },
      removed: gone,
      added: fresh,
      format: isFormat ? nothing : indentedLines(this.#file.path, gone, fresh),
    };
  }

  /** The file as a whole. `base` and `head`: its text on each side, where it is text. */
  whole(base: string | undefined, head: string | undefined): PieceReading {
    const { oldMode, oldBlob, newMode, newBlob } = this.#file;
    const [removed, added] = [rawLines(base ?? '').map(text), rawLines(head ?? '').map(text)];
    const id = this.#id('file', `${oldMode} ${oldBlob}`, `${newMode} ${newBlob}`);
    const spans = { base: { first: 1, count: removed.length }, head: { first: 1, count: added.length } };
    return { piece: { id, kind: 'file', ...spans }, removed, added, format: nothing };
  }

  mode(): PieceReading {
    const { oldMode, newMode } = this.#file;
    const id = this.#id('mode', oldMode, newMode);
    const none = { first: 1, count: 0 };
    return { piece: { id, kind: 'mode', base: none, head: none }, removed: [], added: [], format: nothing };
  }

  /** Says path and content, and which of its like it is. */
  #id(kind: Piece['kind'], removed: string, added: string): string {
    const content = this.#digest([this.#file.path, kind, removed, added]);
    const count = (this.#seen.get(content) ?? 0) + 1;
    this.#seen.set(content, count);
    return count === 1 ? content : `${content}~${count}`;
  }
}

const text = (line: string): string => readable(withoutBreak(line));

/** Lines of a replacement that stand on its other side too, further in or out. */
function indentedLines(path: string, removed: readonly string[], added: readonly string[]): PieceReading['format'] {
  if (removed.length === 0 || added.length === 0 || removed.length + added.length > mostCompared) return nothing;
  const content = contentOf(path);
  const gone = removed.map(content);
  const format: { removed: number[]; added: number[] } = { removed: [], added: [] };
  let [base, head] = [0, 0];
  for (const { kind, count } of leastEdit(gone, added.map(content)) ?? []) {
    for (let at = 0; kind === 'same' && at < count; at++) {
      if (gone[base + at] === '') continue;
      format.removed.push(base + at);
      format.added.push(head + at);
    }
    if (kind !== 'added') base += count;
    if (kind !== 'removed') head += count;
  }
  return format;
}
