import { guard } from '../guard.ts';
import { LineIndex } from '../lineIndex.ts';
import { type ParseOptions, parseLoop } from '../parseLoop.ts';
import type { Problem } from '../problem.ts';
import { quickFixesIn } from '../quickFix.ts';
import { read } from '../reading.ts';
import { applyEdits } from './applyEdits.ts';
import type { TextEdit } from './fix.ts';

/** One fix can uncover a problem that has a fix too; this many layers are more than anybody writes. */
const mostRounds = 8;

/**
 * A text with every preferred fix made, again until there is none left. Never throws; a text without such problems, and one
 * that must not be read, comes back as it is.
 */
export function fixedText(text: string, options: ParseOptions = {}): string {
  let now = text;
  let problems = parseLoop(now, options).problems;
  for (let round = 0; round < mostRounds; round++) {
    const edits = preferredEdits(now, problems);
    if (edits.length === 0) return now;
    const next = applyEdits(now, edits);
    const left = parseLoop(next, options).problems;
    // What makes things worse is not what was meant.
    if (left.length >= problems.length && weight(left) >= weight(problems)) return now;
    now = next;
    problems = left;
  }
  return now;
}

const weight = (problems: readonly Problem[]): number =>
  problems.reduce((sum, { severity }) => sum + (severity === 'error' ? 100 : 1), 0);

/** The edits of the first preferred fix of each problem, as far as they leave each other alone. */
function preferredEdits(text: string, problems: readonly Problem[]): readonly TextEdit[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  const taken: TextEdit[] = [];
  for (const problem of problems) {
    const preferred = quickFixesIn(reading, problem).find(({ isPreferred }) => isPreferred);
    const { lines } = reading;
    const isFree = (edit: TextEdit): boolean => taken.every((other) => !overlaps(lines, edit, other));
    if (preferred?.edits.every(isFree)) taken.push(...preferred.edits);
  }
  return taken;
}

/** Whether two edits meet, also where one merely begins as the other ends. */
function overlaps(lines: LineIndex, a: TextEdit, b: TextEdit): boolean {
  const [from, to] = [lines.offsetAt(a.range.start), lines.offsetAt(a.range.end)];
  return from <= lines.offsetAt(b.range.end) && lines.offsetAt(b.range.start) <= to;
}

/** The same as one edit of what differs; undefined where nothing does. */
export function fixAllEdit(text: string, options: ParseOptions = {}): TextEdit | undefined {
  const after = fixedText(text, options);
  if (after === text) return undefined;
  let start = 0;
  while (start < Math.min(text.length, after.length) && text[start] === after[start]) start += 1;
  let same = 0;
  const most = Math.min(text.length, after.length) - start;
  while (same < most && text[text.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  const newText = after.slice(start, after.length - same);
  return { range: new LineIndex(text).rangeOf(start, text.length - same), newText };
}
