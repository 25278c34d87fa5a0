import type { Unit } from '../model/reviewOutline.ts';
import type { MovedSides } from './movedLines.ts';
import type { PieceReading, UnitBody, UnitReading } from './reading.ts';
import type { Risk, RiskWorld, UnitSeen } from './risk/seen.ts';
import { countToRead, linesToRead } from './seenLines.ts';

interface Known {
  readonly moved: ReadonlyMap<PieceReading, MovedSides>;
  readonly judged: Pick<Risk, 'isGrave'>;
  readonly world: Pick<RiskWorld, 'usesOf'>;
}

/**
 * A unit as the ledger takes it when it lands; undefined where nothing in it is to be read. Of a piece that replaces lines
 * the larger side counts: a line that was changed is one line, and not two.
 */
export function landedUnit(
  { kind }: Pick<UnitSeen, 'kind'>,
  unit: UnitReading,
  body: UnitBody,
  { moved, judged, world }: Known,
): Unit['landed'] {
  const lines = unit.pieces.reduce((sum, reading) => {
    const { removed, added } = linesToRead(reading, moved);
    return sum + Math.max(countToRead({ removed, added: [] }), countToRead({ removed: [], added }));
  }, 0);
  if (lines === 0) return undefined;
  const aside = kind === 'test' || kind === 'docs';
  return { ...body, lines, weight: judged.isGrave ? 2 : aside ? 0.5 : 1, callers: world.usesOf?.(unit.id) ?? 0 };
}
