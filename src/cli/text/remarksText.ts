import type { Remark, ReviewMarks } from '../../model/reviewMarks.ts';
import type { LineSpan } from '../../model/reviewOutline.ts';
import { inert, inertLines } from './inert.ts';
import type { Paint } from './paint.ts';

/** Lines of what a remark was made on that are shown. */
const mostQuoted = 5;

/** What was said about a change, thread by thread, and what is to be taken out of it. */
export function remarksText({ remarks, decisions }: ReviewMarks, paint: Paint): readonly string[] {
  if (remarks.length === 0 && decisions.length === 0) {
    return ['Nothing was said about this change yet.', 'next: loopwright remark <run> <file>:<line> -m "…"'];
  }
  return [
    ...remarks.flatMap((remark) => threadText(remark, paint)),
    ...(decisions.length === 0 ? [] : [paint.bold('to be taken out')]),
    ...decisions.map(
      ({ path, piece, why, by }) => `  ${inert(path)}  ${piece.slice(0, 12)}  ${inert(by)}${because(why)}`,
    ),
  ];
}

const because = (why: string | undefined): string => (why === undefined ? '' : `: ${inertLines(why).join(' ')}`);

function threadText(remark: Remark, paint: Paint): readonly string[] {
  const { id, quote, said } = remark;
  const more = quote.length > mostQuoted ? [`  | … ${quote.length - mostQuoted} more`] : [];
  return [
    `${paint.bold(placeText(remark))}  ${standing(remark)}  ${paint.dim(id.slice(0, 8))}`,
    ...quote.slice(0, mostQuoted).map((line) => paint.dim(`  | ${inert(line)}`)),
    ...more,
    ...said.flatMap(({ by, text }) => [`  ${inert(by)}:`, ...inertLines(text).map((line) => `    ${line}`)]),
  ];
}

/** Where its lines are now; of lines that are gone, where they were. */
function placeText({ anchor: { path, side, first, last }, now }: Remark): string {
  const of = side === 'base' ? ' before the change' : '';
  const lines = now === undefined ? `${linesOf(first, last)}, gone` : spanText(now);
  return `${inert(path)}:${lines}${of}`;
}

const linesOf = (first: number, last: number): string => (first === last ? `${first}` : `${first}-${last}`);
const spanText = ({ first, count }: LineSpan): string => linesOf(first, first + Math.max(1, count) - 1);

function standing({ resolved, answer, sent }: Remark): string {
  if (resolved !== undefined) return `resolved by ${inert(resolved.by)}`;
  if (answer?.status === 'answered') {
    return `answered by iteration ${answer.iteration} at ${inert(answer.path)}:${spanText(answer.head)}`;
  }
  if (answer !== undefined) return `not answered by iteration ${answer.iteration}`;
  return sent === undefined ? 'not sent yet' : `sent after iteration ${sent}`;
}
