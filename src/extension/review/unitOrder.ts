import type { LineSpan, OutlineFile, Piece, ReviewOutline, Unit } from '../../model/reviewOutline.ts';
import type { Side } from './reviewUri.ts';

/** A unit where it stands in a change. */
export interface UnitPlace {
  readonly file: OutlineFile;
  readonly unit: Unit;
}

/** Every unit in the order to read them: riskiest files first, those that need no reading last. */
export const unitsInOrder = ({ files }: Pick<ReviewOutline, 'files'>): readonly UnitPlace[] =>
  files.flatMap((file) => file.units.map((unit) => ({ file, unit })));

export const unitById = (outline: ReviewOutline, id: string | undefined): UnitPlace | undefined =>
  id === undefined ? undefined : unitsInOrder(outline).find(({ unit }) => unit.id === id);

/** Where reading goes on: at the unit where it stopped, else at the first that is not viewed, else at the first. */
export function placeToRead(
  outline: ReviewOutline,
  { viewed, place }: { readonly viewed: readonly string[]; readonly place?: string | undefined },
): UnitPlace | undefined {
  const seen = new Set(viewed);
  const units = unitsInOrder(outline);
  return (
    units.find(({ unit }) => unit.id === place) ??
    units.find(({ file, unit }) => file.folded === undefined && !seen.has(unit.digest)) ??
    units[0]
  );
}

/** The unit before or after another, without going round; `wanted` leaves others out. */
export function besides(
  outline: ReviewOutline,
  from: string | undefined,
  step: 1 | -1,
  wanted: (place: UnitPlace) => boolean = () => true,
): UnitPlace | undefined {
  const units = unitsInOrder(outline);
  const at = units.findIndex(({ unit }) => unit.id === from);
  const rest = step === 1 ? units.slice(at + 1) : units.slice(0, Math.max(0, at)).toReversed();
  return rest.find(wanted);
}

/**
 * The next unit that deserves reading and is not viewed; when the end is reached, from the top again. Undefined once all are
 * viewed.
 */
export function nextNotViewed(
  outline: ReviewOutline,
  from: string | undefined,
  viewed: readonly string[],
): UnitPlace | undefined {
  const seen = new Set(viewed);
  const isLeft = ({ file, unit }: UnitPlace) => unit.id !== from && file.folded === undefined && !seen.has(unit.digest);
  return besides(outline, from, 1, isLeft) ?? besides(outline, undefined, 1, isLeft);
}

const covers = (span: LineSpan | undefined, line: number): boolean =>
  span !== undefined && line >= span.first && line < span.first + span.count;

/** Lines between a line and a span. */
function distance({ first, count }: LineSpan, line: number): number {
  if (line < first) return first - line;
  return Math.max(0, line - (first + Math.max(count, 1) - 1));
}

/** The innermost unit at a line of one side; else the one whose pieces stand nearest. */
export function unitAt(file: OutlineFile, side: Side, line: number): Unit | undefined {
  const around = file.units
    .filter((unit) => unit.kind !== 'rest' && covers(unit[side], line))
    .toSorted((a, b) => (a[side]?.count ?? 0) - (b[side]?.count ?? 0));
  const near = (unit: Unit) => Math.min(...unit.pieces.map((piece) => distance(piece[side], line)));
  return around[0] ?? file.units.toSorted((a, b) => near(a) - near(b))[0];
}

/** The piece at a line of one side. Lines that are only on the other side stand between two lines of this one: both count. */
export function pieceAt(file: OutlineFile, side: Side, line: number): Piece | undefined {
  const pieces = file.units.flatMap((unit) => unit.pieces);
  const isAt = ({ first, count }: LineSpan) => count === 0 && (line === first || line === first - 1);
  return (
    pieces.find((piece) => covers(piece[side], line)) ??
    pieces.find((piece) => piece.kind === 'lines' && isAt(piece[side])) ??
    pieces.find((piece) => piece.kind === 'file')
  );
}

/** The line of the head that shows a unit: its first changed one, else where its removed ones stood. */
export const firstLine = ({ pieces }: Unit, side: Side = 'head'): number =>
  Math.max(1, Math.min(...pieces.map((piece) => piece[side].first)));
