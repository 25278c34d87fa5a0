import type { LineSpan } from '../model/reviewOutline.ts';

/** Where two texts differ, as lines of both. */
export interface HunkSpan {
  readonly base: LineSpan;
  readonly head: LineSpan;
}

/** Lines that a hunk is moved up or down at most. */
const furthest = 100;

/**
 * The same hunks, each that only adds or only removes moved to where a person would see it. Such a hunk can begin a line
 * later where the line after it equals its first one: an added function may be told as `}`, blank, and all of it but its own
 * `}`. As git's indent heuristic does (Michael Haggerty), the place is taken where the least indented lines come first.
 */
export function slidHunks(hunks: readonly HunkSpan[], base: readonly string[], head: readonly string[]): HunkSpan[] {
  const slid: HunkSpan[] = [];
  for (const [index, hunk] of hunks.entries()) {
    const side = hunk.base.count === 0 ? 'head' : hunk.head.count === 0 ? 'base' : undefined;
    if (side === undefined) {
      slid.push(hunk);
      continue;
    }
    const before = slid.at(-1);
    const after = hunks[index + 1];
    const lines = side === 'head' ? head : base;
    const { first, count } = hunk[side];
    // One line that both have stays between two hunks.
    const lowest = before === undefined ? 1 : before[side].first + before[side].count + 1;
    const highest = after === undefined ? lines.length + 1 - count : after[side].first - 1 - count;
    slid.push(movedBy(hunk, bestPlace(lines, { first, count }, { lowest, highest }) - first));
  }
  return slid;
}

const movedBy = ({ base, head }: HunkSpan, by: number): HunkSpan => ({
  base: { first: base.first + by, count: base.count },
  head: { first: head.first + by, count: head.count },
});

function bestPlace(
  lines: readonly string[],
  { first, count }: LineSpan,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
): number {
  let up = first;
  while (up > Math.max(lowest, first - furthest) && lines[up - 2] === lines[up - 2 + count]) up--;
  let down = first;
  while (down < Math.min(highest, first + furthest) && lines[down - 1] === lines[down - 1 + count]) down++;
  let [best, bestCost] = [first, Number.POSITIVE_INFINITY];
  for (let place = up; place <= down; place++) {
    const cost = costOfCut(lines, place) + costOfCut(lines, place + count);
    if (cost <= bestCost) [best, bestCost] = [place, cost];
  }
  return best;
}

/** How odd it would be to cut before line `at`. */
function costOfCut(lines: readonly string[], at: number): number {
  const line = lines[at - 1];
  if (line === undefined) return 0;
  const isAfterBlank = at === 1 || (lines[at - 2] ?? '').trim() === '';
  // A blank line goes with what comes before it, rather than with what comes after.
  if (line.trim() === '') return 6;
  const closes = /^\s*(?:[})\]]|end\b|else\b|elif\b|except\b|catch\b|finally\b)/.test(line);
  return indentOf(line) * 2 + (isAfterBlank ? 0 : 3) + (closes ? 20 : 0);
}

function indentOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === ' ') width += 1;
    else if (character === '\t') width += 4;
    else break;
  }
  return width;
}
