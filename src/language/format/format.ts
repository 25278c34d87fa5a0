import type { Range } from '../../model/problem.ts';
import { guard } from '../guard.ts';
import { LineIndex } from '../lineIndex.ts';
import { type Reading, read } from '../reading.ts';
import type { Atom, Cut } from './atom.ts';
import { atomsOf } from './atoms.ts';
import { type Column, gapBetween } from './gap.ts';

export interface FormatEdit {
  readonly range: Range;
  readonly newText: string;
}

/**
 * Small edits that lay a loop file out: two spaces a level, one after a colon, none at the end of a line, at most one empty
 * line, a newline at the end, brackets wider than 120 columns opened out. Order, comments, quotes and block texts stay. None
 * where the text has an error of YAML, and none that would change what is read. With a range only what lies in its lines.
 */
export function formatEdits(text: string, within?: Range): readonly FormatEdit[] {
  const before = readWhole(text);
  const lines = new LineIndex(text);
  if (!before) return [];
  const cuts = cutsOf(text).filter((cut) => within === undefined || isWithin(lines, cut, within));
  if (cuts.length === 0 || !isSame(before, readWhole(applied(text, cuts)))) return [];
  return cuts.map(({ start, end, text: newText }) => ({ range: lines.rangeOf(start, end), newText }));
}

/** A text without an error of YAML. */
function readWhole(text: string): Reading | undefined {
  const { safe, spots } = guard(text);
  if (!safe || spots.length > 0 || /\r(?!\n)/.test(text)) return undefined;
  const reading = read(text, []);
  return reading.trustedUntil < text.length || reading.document.errors.length > 0 ? undefined : reading;
}

/** Whether the same is read. A comment that became text, or text that became one, would change that as well. */
function isSame(before: Reading, after: Reading | undefined): boolean {
  return after !== undefined && JSON.stringify(before.value) === JSON.stringify(after.value);
}

function cutsOf(text: string): readonly Cut[] {
  const { atoms = [], shifts = [] } = atomsOf(text) ?? {};
  const column: Column = {
    of: ({ start }) => start - (text.lastIndexOf('\n', start - 1) + 1),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const gaps = atoms.map((next, index) => {
    const before = atoms[index - 1];
    const start = before?.end ?? (text.startsWith('\uFEFF') ? 1 : 0);
    const following = next.kind === 'comment' ? nextEntry(atoms, index) : undefined;
    const now = text.slice(start, next.start);
    return cut(text, start, next.start, gapBetween(before, next, { now, following, column }));
  });
  const last = atoms.at(-1);
  const end = last ? [cut(text, last.end, text.length, column.newline)] : [];
  return [...gaps, ...shifts, ...end].flatMap((each) => each ?? []).sort((a, b) => a.start - b.start || a.end - b.end);
}

function nextEntry(atoms: readonly Atom[], from: number): Atom | undefined {
  return atoms.slice(from + 1, from + 200).find(({ kind }) => kind !== 'comment');
}

/** The smallest change that makes one text of the other; undefined where they are the same. */
function cut(text: string, start: number, end: number, wanted: string): Cut | undefined {
  const now = text.slice(start, end);
  if (now === wanted) return undefined;
  const most = Math.min(now.length, wanted.length);
  let head = 0;
  while (head < most && now[head] === wanted[head]) head++;
  let tail = 0;
  while (tail < most - head && now.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
  return { start: start + head, end: end - tail, text: wanted.slice(head, wanted.length - tail) };
}

function applied(text: string, cuts: readonly Cut[]): string {
  let at = 0;
  const pieces = cuts.flatMap(({ start, end, text: put }) => {
    const piece = [text.slice(at, start), put];
    at = end;
    return piece;
  });
  return [...pieces, text.slice(at)].join('');
}

function isWithin(lines: LineIndex, { start, end }: Cut, { start: first, end: last }: Range): boolean {
  // A range that ends at the start of a line does not mean that line.
  const lastLine = last.character === 0 && last.line > first.line ? last.line - 1 : last.line;
  return lines.lineAt(start) >= first.line && lines.lineAt(end) <= lastLine;
}
