import type { ErrorCode } from 'yaml';
import { eatenAt } from './eaten.ts';
import type { Eaten, Spot } from './problem.ts';

/** Errors of YAML that are mostly a text that should have been quoted. */
const eatenBy: Partial<Record<ErrorCode, Eaten>> = {
  BLOCK_AS_IMPLICIT_KEY: 'colon',
  BAD_SCALAR_START: 'reserved',
  UNEXPECTED_TOKEN: 'bracket',
};

/** The problem that one error of the YAML parser is. The detail is a key of `syntaxDetails` in problemText.ts. */
export function syntaxSpot(text: string, code: ErrorCode, start: number, end: number): Spot {
  const how = eatenBy[code];
  const eaten = how && eatenAt(text, start, how);
  if (eaten && eaten.start <= start && isText(text.slice(eaten.start, eaten.end), how)) return eaten;
  const from = Math.min(start, Math.max(0, text.length - 1));
  return { code: 'LW003', start: from, end: Math.max(end, from + 1), data: { detail: code } };
}

/** Whether a value can only have been meant as text. */
function isText(value: string, how: Eaten): boolean {
  if (how === 'colon') return /:(\s|$)/.test(value);
  if (how === 'bracket') return /^[[{].*[\]}]\s*\S/.test(value);
  return true;
}
