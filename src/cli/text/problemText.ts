import type { ReportedProblem } from '../../model/problem.ts';
import { inert } from './inert.ts';
import type { Paint } from './paint.ts';

const brushes = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** A problem as compilers print it: place, severity, code, words, the line and a caret below what is meant. */
export function problemText(problem: ReportedProblem, source: string, paint: Paint): readonly string[] {
  const { start, end } = problem.range;
  const brush = paint[brushes[problem.severity]];
  const place = `${inert(problem.file)}:${start.line + 1}:${start.character + 1}`;
  const line = source.split(/\r\n|\r|\n/)[start.line] ?? '';
  const head = `${paint.bold(place)} ${brush(problem.severity)} ${paint.dim(problem.code)} ${inert(problem.message)}`;
  if (line.trim() === '') return [head];
  const until = end.line === start.line ? end.character : line.length;
  return [head, ...caretText(line, start.character, until, brush)];
}

/** How much of a long line is shown. */
const window = 120;

function caretText(line: string, from: number, until: number, brush: (text: string) => string): readonly string[] {
  const cut = from > window - 20 ? from - 40 : 0;
  const shown = (text: string) => inert(text).replaceAll('\t', '  ');
  const before = shown(line.slice(cut, from));
  const marked = shown(line.slice(from, Math.min(until, cut + window)));
  const after = shown(line.slice(Math.max(from, Math.min(until, cut + window)), cut + window));
  const lead = cut > 0 ? '… ' : '';
  return [
    `  ${lead}${before}${marked}${after}`.trimEnd(),
    `  ${' '.repeat(lead.length + before.length)}${brush('^'.repeat(Math.max(1, marked.length)))}`,
  ];
}
