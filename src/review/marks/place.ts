import type { LineSpan } from '../../model/reviewOutline.ts';
import type { Hunk } from '../hunks.ts';

/** How two texts of one file differ, seen from one of them: `changedHunks` of the two, or its inverse. */
export type Differences = readonly Pick<Hunk, 'base' | 'head'>[];

/** Seen from the other text. */
export const inverse = (differences: Differences): Differences =>
  differences.map(({ base, head }) => ({ base: head, head: base }));

/**
 * Where lines of the first text stand in the second: unchanged lines where they are now, changed ones where what replaced
 * them is. Undefined where nothing of them is left. `lines` has at least one.
 */
export function place(differences: Differences, lines: LineSpan): LineSpan | undefined {
  const span = surroundings(differences, lines);
  return span.count === 0 ? undefined : span;
}

/** The same; where nothing is left, the place where they stood (`count` is 0). */
export function surroundings(differences: Differences, { first, count }: LineSpan): LineSpan {
  const start = startOf(differences, first);
  return { first: start, count: Math.max(0, endOf(differences, first + count - 1) - start) };
}

/** Where the line itself, or what stands for it, begins. */
function startOf(differences: Differences, line: number): number {
  let shift = 0;
  for (const { base, head } of differences) {
    if (base.first + base.count <= line) shift += head.count - base.count;
    else return base.first <= line ? head.first : line + shift;
  }
  return line + shift;
}

/** The line after the line itself, or after what stands for it. */
function endOf(differences: Differences, line: number): number {
  let shift = 0;
  for (const { base, head } of differences) {
    if (base.first + base.count <= line) shift += head.count - base.count;
    else return base.first <= line ? head.first + head.count : line + 1 + shift;
  }
  return line + 1 + shift;
}
