import { err, ok, type Result } from '../../model/result.ts';
import type { LineSpan, Piece, ReviewOutline } from '../../model/reviewOutline.ts';
import { type NamedPlace, readPlace } from './place.ts';

/** A piece, and the file that it is of. */
export interface PieceOf {
  readonly path: string;
  readonly piece: Piece;
}

/** Fewest characters of an id that name a piece. */
const shortestId = 6;

/**
 * The pieces that a person names: by a file, by lines of it (of the head; lines that were only removed stand before the line
 * that came after them), or by the beginning of an id. The error says what is not there.
 */
export function piecesAt(outline: ReviewOutline, names: readonly string[]): Result<readonly PieceOf[], string> {
  const all = outline.files.flatMap(({ file, units }) =>
    units.flatMap(({ pieces }) => pieces.map((piece) => ({ path: file.path, piece }))),
  );
  const found = new Map<string, PieceOf>();
  for (const name of names) {
    const place = readPlace(name);
    if (!place.ok) return place;
    const named = all.filter((one) => isNamed(one, name, place.value));
    if (named.length === 0) return err(whatIsThere(all, name, place.value));
    for (const one of named) found.set(one.piece.id, one);
  }
  return ok([...found.values()]);
}

function isNamed({ path, piece }: PieceOf, name: string, { path: file, lines }: NamedPlace): boolean {
  if (name.length >= shortestId && piece.id.startsWith(name)) return true;
  if (path !== file) return false;
  return lines === undefined || touches(piece.head, lines);
}

function touches({ first, count }: LineSpan, lines: NonNullable<NamedPlace['lines']>): boolean {
  return first <= lines.last && lines.first < first + Math.max(1, count);
}

function whatIsThere(all: readonly PieceOf[], name: string, { path }: NamedPlace): string {
  const inFile = all.filter((one) => one.path === path);
  if (inFile.length === 0) return `The change has no file or piece ${name}. \`loopwright review\` lists its files.`;
  const places = inFile.slice(0, most).map(({ piece }) => linesText(piece));
  const more = inFile.length > most ? ', …' : '';
  return `Nothing was changed at ${name}. The pieces of ${path}: ${places.join(', ')}${more}.`;
}

const most = 20;

/** Where a piece stands: `10-12` of the head, `before 10` where lines were removed, `mode`, `the whole file`. */
export function linesText({ kind, head: { first, count } }: Piece): string {
  if (kind === 'mode') return 'mode';
  if (kind === 'file') return 'the whole file';
  if (count === 0) return `before ${first}`;
  return count === 1 ? `${first}` : `${first}-${first + count - 1}`;
}
