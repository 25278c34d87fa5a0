import { isMap, isScalar, isSeq } from 'yaml';
import { guard } from '../guard.ts';
import { nodeSpan, type Reading, read } from '../reading.ts';
import { type CommentLine, commentLines } from './commentLines.ts';

/** Lines that can be folded into their first one; numbers from 0, both ends included. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind?: 'comment' | 'region';
}

/**
 * What can be folded: maps, lists, texts of several lines, runs of comments, and what stands between `# region` and
 * `# endregion`. One fold a line, the longest, in the order of the text.
 */
export function foldsOf(text: string): readonly Fold[] {
  if (!guard(text).safe) return [];
  const reading = read(text, []);
  const comments = commentLines(text, reading.lines);
  const found = [...nodeFolds(reading, comments), ...runsOf(comments), ...regionsOf(comments)];
  const longest = new Map<number, Fold>();
  for (const fold of found) if (fold.end > (longest.get(fold.start)?.end ?? fold.start)) longest.set(fold.start, fold);
  return [...longest.values()].sort((a, b) => a.start - b.start);
}

function nodeFolds(reading: Reading, comments: readonly CommentLine[]): readonly Fold[] {
  const byLine = new Map(comments.map((comment) => [comment.line, comment]));
  const found: Fold[] = [];
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const from = nodeSpan(key);
        if (from) add(from.start, value);
        visit(value);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) {
        const from = nodeSpan(item);
        if (from && node.flow !== true) add(from.start, item);
        visit(item);
      }
    }
  };
  const add = (from: number, value: unknown): void => {
    const start = reading.lines.lineAt(from);
    const end = lastLineOf(reading, value, start);
    if (end > start) found.push({ start, end: withComments(reading, byLine, start, end) });
  };
  visit(reading.document.contents);
  return found;
}

/** The last line to hide: of brackets the one before the closing bracket, so that it stays in sight. */
function lastLineOf({ text, lines }: Reading, node: unknown, start: number): number {
  const span = nodeSpan(node);
  if (!span) return start;
  const end = span.start + text.slice(span.start, span.end).trimEnd().length;
  const line = lines.lineAt(Math.max(span.start, end - 1));
  const isFlow = (isMap(node) || isSeq(node)) && node.flow === true;
  const closes = isFlow && /^[\s\]}]*$/.test(lines.line(line).slice(0, end - lines.startOf(line)));
  // Quotes that close on a line of their own hold text up to there.
  return closes && !isScalar(node) ? line - 1 : line;
}

/** A comment that is indented below an entry belongs to it. */
function withComments(
  { lines }: Reading,
  comments: ReadonlyMap<number, CommentLine>,
  start: number,
  end: number,
): number {
  const indent = lines.line(start).search(/\S/);
  let last = end;
  for (let line = end + 1; line < lines.lineCount; line++) {
    const comment = comments.get(line);
    if (comment && comment.column > indent) last = line;
    else if (comment || lines.line(line).trim() !== '') break;
  }
  return last;
}

const isMark = ({ text }: CommentLine): boolean => /^#\s*(end)?region\b/.test(text);

/** Comments on lines that follow each other, at least two. */
function runsOf(comments: readonly CommentLine[]): readonly Fold[] {
  const runs: { start: number; end: number; readonly column: number }[] = [];
  for (const comment of comments) {
    if (isMark(comment)) continue;
    const { line, column } = comment;
    const run = runs.at(-1);
    if (run && run.end === line - 1 && run.column === column) run.end = line;
    else runs.push({ start: line, end: line, column });
  }
  return runs.filter(({ start, end }) => end > start).map(({ start, end }) => ({ start, end, kind: 'comment' }));
}

function regionsOf(comments: readonly CommentLine[]): readonly Fold[] {
  const open: number[] = [];
  const found: Fold[] = [];
  for (const comment of comments.filter(isMark)) {
    if (/^#\s*region/.test(comment.text)) open.push(comment.line);
    else {
      const start = open.pop();
      if (start !== undefined) found.push({ start, end: comment.line, kind: 'region' });
    }
  }
  return found;
}
