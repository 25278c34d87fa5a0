import type { FileChange } from '../model/change.ts';
import type { Piece } from '../model/reviewOutline.ts';

/** Both sides of a file as bytes; a side that does not have it is absent. */
export interface FileBytes {
  readonly base?: Uint8Array | undefined;
  readonly head?: Uint8Array | undefined;
}

const absent = '000000';

/**
 * The file with all its pieces but those whose ids are in `out`; undefined where it is not there then. `pieces` are all
 * those of the file, in any order. With none taken out it is the head, with all of them the base, byte by byte.
 */
export function withPieces(
  { base, head }: FileBytes,
  pieces: readonly Piece[],
  out: ReadonlySet<string>,
): Uint8Array | undefined {
  const isOut = ({ id }: Piece): boolean => out.has(id);
  const whole = pieces.find(({ kind }) => kind === 'file');
  if (whole !== undefined) return isOut(whole) ? base : head;
  const lines = pieces.filter(({ kind }) => kind === 'lines');
  if (lines.length === 0) return head;
  if (base === undefined && lines.every(isOut)) return undefined;
  return woven(base ?? new Uint8Array(), head ?? new Uint8Array(), lines.toSorted(byPlace), isOut);
}

/** The git mode of that file; `000000` where it is not there. Of an added or deleted file it goes with the content. */
export function modeWith(file: FileChange, pieces: readonly Piece[], out: ReadonlySet<string>): string {
  const { oldMode, newMode } = file;
  const own = pieces.filter(({ kind }) => kind !== 'lines');
  const deciding = own.length > 0 ? own : oldMode === absent || newMode === absent ? pieces : [];
  return deciding.length > 0 && deciding.every(({ id }) => out.has(id)) ? oldMode : newMode;
}

const byPlace = (one: Piece, other: Piece): number =>
  one.base.first - other.base.first || one.head.first - other.head.first;

function woven(
  base: Uint8Array,
  head: Uint8Array,
  pieces: readonly Piece[],
  isOut: (piece: Piece) => boolean,
): Uint8Array {
  const [baseStarts, headStarts] = [lineStarts(base), lineStarts(head)];
  const parts: Uint8Array[] = [];
  let line = 1;
  for (const piece of pieces) {
    const after = piece.base.first + piece.base.count;
    parts.push(linesFrom(base, baseStarts, line, piece.base.first));
    parts.push(
      isOut(piece)
        ? linesFrom(base, baseStarts, piece.base.first, after)
        : linesFrom(head, headStarts, piece.head.first, piece.head.first + piece.head.count),
    );
    line = after;
  }
  parts.push(linesFrom(base, baseStarts, line, baseStarts.length + 1));
  return joined(parts);
}

/** Where each line begins, that of line 1 first. */
function lineStarts(bytes: Uint8Array): readonly number[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    starts.push(at);
    const feed = bytes.indexOf(0x0a, at);
    at = feed < 0 ? bytes.length : feed + 1;
  }
  return starts;
}

/** From line `first` up to `end`, which is not part of it. */
function linesFrom(bytes: Uint8Array, starts: readonly number[], first: number, end: number): Uint8Array {
  return bytes.subarray(starts[first - 1] ?? bytes.length, starts[end - 1] ?? bytes.length);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
