import type { MovedSides } from './movedLines.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';
import { unitRisk } from './risk/risk.ts';
import type { Risk, RiskWorld } from './risk/seen.ts';
import { countToRead, seenUnit } from './seenLines.ts';

/** A unit as it was judged. */
export interface JudgedUnit extends Risk {
  /** Lines of it that are to be read. */
  readonly lines: number;
}

/** Judges one unit of a file. `moved` need not know of other files than this one. */
export function judgeUnit(
  file: FileReading,
  unit: UnitReading,
  moved: ReadonlyMap<PieceReading, MovedSides>,
  world: RiskWorld,
): JudgedUnit {
  const seen = seenUnit(file, unit, moved);
  const { risk, reasons } = unitRisk(seen, world);
  return { risk, reasons, lines: countToRead(seen) };
}
