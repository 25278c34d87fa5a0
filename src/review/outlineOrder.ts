import type { OutlineFile, Unit } from '../model/reviewOutline.ts';

/** Riskiest first, folded ones last; of equal ones the longer, then by path. */
export function byRisk(one: OutlineFile, other: OutlineFile): number {
  return (
    Number(one.folded !== undefined) - Number(other.folded !== undefined) ||
    other.risk - one.risk ||
    other.lines - one.lines ||
    (one.file.path < other.file.path ? -1 : one.file.path > other.file.path ? 1 : 0)
  );
}

/** Riskiest first; of equal ones in the order of the file. */
export function unitsByRisk(one: Unit, other: Unit): number {
  return other.risk - one.risk || placeOf(one) - placeOf(other);
}

const placeOf = ({ head, pieces }: Unit): number => head?.first ?? pieces[0]?.head.first ?? 0;
