import type { Unit } from '../../model/reviewOutline.ts';
import type { Reading } from './reading.ts';
import type { Sitting } from './sitting.ts';

interface Viewing {
  readonly reading: Pick<Reading, 'mark' | 'now'>;
  readonly sitting: Pick<Sitting, 'read'>;
}

/** Marks units as viewed, or as not viewed, and counts their lines into the sitting. True where that changed something. */
export async function markViewed(
  { reading, sitting }: Viewing,
  chosen: readonly Pick<Unit, 'digest' | 'lines'>[],
  on: boolean,
): Promise<boolean> {
  const before = new Set(reading.now.marks?.viewed);
  const units = chosen.filter(({ digest }) => before.has(digest) !== on);
  const digests = [...new Set(units.map(({ digest }) => digest))];
  if (digests.length === 0 || !(await reading.mark({ kind: 'viewed', digests, on }))) return false;
  const lines = units.reduce((sum, unit) => sum + unit.lines, 0);
  sitting.read(on ? lines : -lines);
  return true;
}
