import type { Unit } from '../model/reviewOutline.ts';
import { landedUnit } from './landedUnit.ts';
import type { MovedSides } from './movedLines.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';
import { unitRisk } from './risk/risk.ts';
import type { Risk, RiskWorld } from './risk/seen.ts';
import { countToRead, seenUnit } from './seenLines.ts';

/** A unit as it was judged. */
export interface JudgedUnit extends Risk {
  /** Lines of it that are to be read. */
  readonly lines: number;
  /** As the ledger takes it; where its body is wanted and something in it is to be read. */
  readonly landed?: NonNullable<Unit['landed']>;
}

/** Judges one unit of a file. `moved` need not know of other files than this one. */
export function judgeUnit(
  file: FileReading,
  unit: UnitReading,
  moved: ReadonlyMap<PieceReading, MovedSides>,
  world: RiskWorld,
): JudgedUnit {
  const seen = seenUnit(file, unit, moved);
  const judged = unitRisk(seen, world);
  const landed = unit.body === undefined ? undefined : landedUnit(seen, unit, unit.body, { moved, judged, world });
  return { ...judged, lines: countToRead(seen), ...(landed === undefined ? {} : { landed }) };
}
