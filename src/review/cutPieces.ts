import type { HunkSpan } from './slidHunks.ts';

/** To which unit lines belong; -1: to what stands outside every named part. */
export interface LineUnits {
  readonly ofBase: (line: number) => number;
  readonly ofHead: (line: number) => number;
}

/** A piece of a hunk and the unit that it is read in. */
export interface Cut extends HunkSpan {
  readonly unit: number;
}

/**
 * The pieces of a hunk. One that only adds or only removes is cut where one unit ends and another begins, blank lines going
 * with what comes after them; lines that replace others are one piece, and belong to the unit that has the most of them.
 */
export function cutHunk(
  hunk: HunkSpan,
  units: LineUnits,
  { base, head }: { readonly base: readonly string[]; readonly head: readonly string[] },
): readonly Cut[] {
  if (hunk.base.count === 0) {
    return runsOf(hunk.head.first, hunk.head.count, head, units.ofHead).map(({ first, count, unit }) => ({
      base: hunk.base,
      head: { first, count },
      unit,
    }));
  }
  if (hunk.head.count === 0) {
    return runsOf(hunk.base.first, hunk.base.count, base, units.ofBase).map(({ first, count, unit }) => ({
      base: { first, count },
      head: hunk.head,
      unit,
    }));
  }
  return [{ ...hunk, unit: unitWithMost(hunk, units) }];
}

interface Run {
  readonly first: number;
  readonly count: number;
  readonly unit: number;
}

function runsOf(first: number, count: number, lines: readonly string[], unitOf: (line: number) => number): Run[] {
  const runs: { first: number; count: number; unit: number }[] = [];
  let blanks = 0;
  for (let line = first; line < first + count; line++) {
    const run = runs.at(-1);
    const unit = unitOf(line);
    // A blank line within a unit is that unit's; one between two waits for what comes after it.
    if ((lines[line - 1] ?? '').trim() === '' && unit !== run?.unit) {
      blanks += 1;
    } else if (unit === run?.unit) {
      run.count += blanks + 1;
      blanks = 0;
    } else {
      runs.push({ first: line - blanks, count: blanks + 1, unit });
      blanks = 0;
    }
  }
  const last = runs.at(-1);
  if (last === undefined) return [{ first, count, unit: unitOf(first) }];
  last.count += blanks;
  return runs;
}

function unitWithMost({ base, head }: HunkSpan, { ofBase, ofHead }: LineUnits): number {
  const counts = new Map<number, number>();
  const count = (unit: number): void => {
    if (unit >= 0) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  };
  for (let line = head.first; line < head.first + head.count; line++) count(ofHead(line));
  for (let line = base.first; line < base.first + base.count; line++) count(ofBase(line));
  let [most, least] = [-1, 0];
  for (const [unit, lines] of counts) if (lines > least) [most, least] = [unit, lines];
  return most;
}
