import { changedHunks, type Hunk, linesOf } from '../../review/hunks.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

/** Lines shown around what differs. */
const around = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Differences near each other, shown in one piece. `base` and `head` are numbers of the first line of each side. */
interface Piece {
  readonly base: number;
  readonly head: number;
  readonly lines: readonly Line[];
}

/** A unified diff of one file for people, without file headers. Texts that differ in line breaks alone say so. */
export function diffText(base: string, head: string, paint: Paint): readonly string[] {
  if (base === head) return [paint.dim('  (no difference)')];
  const [old, now] = [linesOf(base), linesOf(head)];
  if (old.join('\n') === now.join('\n')) return [paint.dim('  (only line breaks differ)')];
  return piecesOf(changedHunks(base, head), old).flatMap(({ base, head, lines }) => {
    const count = (sign: '-' | '+') => lines.filter((line) => line.sign === ' ' || line.sign === sign).length;
    const title = `@@ -${spanText(base, count('-'))} +${spanText(head, count('+'))} @@`;
    return [paint.cyan(title), ...lines.map((line) => lineText(line, paint))];
  });
}

/** A side without lines is named by the line before it, as in `diff -u` (POSIX). */
const spanText = (first: number, count: number) => `${count === 0 ? first - 1 : first},${count}`;

function lineText({ sign, text }: Line, paint: Paint): string {
  const shown = `${sign}${inert(text)}`;
  return sign === ' ' ? shown : sign === '+' ? paint.green(shown) : paint.red(shown);
}

function piecesOf(hunks: readonly Hunk[], base: readonly string[]): readonly Piece[] {
  return groups(hunks).map((group) => pieceOf(group, base));
}

/** Hunks whose surroundings meet belong together. */
function groups(hunks: readonly Hunk[]): readonly (readonly [Hunk, ...Hunk[]])[] {
  const found: [Hunk, ...Hunk[]][] = [];
  for (const hunk of hunks) {
    const open = found.at(-1);
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && hunk.base.first - endOf(last) <= 2 * around) open.push(hunk);
    else found.push([hunk]);
  }
  return found;
}

/** The first line of the base after a hunk. */
const endOf = (hunk: Hunk) => hunk.base.first + hunk.base.count;

function pieceOf(group: readonly [Hunk, ...Hunk[]], base: readonly string[]): Piece {
  const [first] = group;
  const start = Math.max(1, first.base.first - around);
  const lines: Line[] = [];
  let next = start;
  const same = (until: number) => {
    for (; next < until; next++) lines.push({ sign: ' ', text: base[next - 1] ?? '' });
  };
  for (const hunk of group) {
    same(hunk.base.first);
    lines.push(...hunk.removed.map((text): Line => ({ sign: '-', text })));
    lines.push(...hunk.added.map((text): Line => ({ sign: '+', text })));
    next = endOf(hunk);
  }
  same(Math.min(base.length + 1, next + around));
  return { base: start, head: first.head.first - (first.base.first - start), lines };
}
