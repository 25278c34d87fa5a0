import type { MovedSides } from './movedLines.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';
import type { UnitSeen } from './risk/seen.ts';

type MovedIn = ReadonlyMap<PieceReading, MovedSides>;

/** Lines of a piece that are to be read: neither moved nor different in blanks alone. Blank ones are among them. */
export function linesToRead(
  reading: PieceReading,
  moved: MovedIn,
): { readonly removed: readonly string[]; readonly added: readonly string[] } {
  if (reading.piece.note === 'format') return { removed: [], added: [] };
  const gone = moved.get(reading);
  const { format } = reading;
  if (gone === undefined && format.removed.length === 0 && format.added.length === 0) return reading;
  const rest = (side: 'removed' | 'added'): string[] => {
    const quiet = new Set([...format[side], ...(gone?.[side] ?? [])]);
    return reading[side].filter((_, place) => !quiet.has(place));
  };
  return { removed: rest('removed'), added: rest('added') };
}

/** How many of them are not blank. */
export const countToRead = (lines: Pick<UnitSeen, 'removed' | 'added'>): number =>
  lines.removed.filter(isText).length + lines.added.filter(isText).length;

const isText = (line: string): boolean => /\S/.test(line);

/** A unit as its risk is judged. What was moved as a whole is neither gone nor new, and has no signature that changed. */
export function seenUnit({ file, kind }: FileReading, unit: UnitReading, moved: MovedIn): UnitSeen {
  const lines = unit.pieces.map((reading) => linesToRead(reading, moved));
  const isMoved = (unit.base === undefined || unit.head === undefined) && lines.every((one) => countToRead(one) === 0);
  return {
    file,
    kind,
    unit: { name: unit.name, kind: unit.kind },
    removed: lines.flatMap(({ removed }) => removed),
    added: lines.flatMap(({ added }) => added),
    ...(unit.signature === undefined || isMoved ? {} : { signature: unit.signature }),
  };
}
