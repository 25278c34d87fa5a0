import type { MutationOperator } from './mutant.ts';

/** What an operator proposes; `mutantsOf` filters, numbers and sorts. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly operator: MutationOperator;
  readonly plausibility: number;
  readonly description: string;
}

/** Text on one line, short enough for a sentence. */
export function briefly(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** What changes between two texts, with a little of what stands before it: `…/([A-z]: → …/([A-Za-z]:`. */
export function changeBriefly(before: string, after: string): string {
  if (before.length <= 40 && after.length <= 40) return `${briefly(before)} → ${briefly(after)}`;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const from = Math.max(0, same - 8);
  const cut = from > 0 ? '…' : '';
  return `${cut}${briefly(before.slice(from))} → ${cut}${briefly(after.slice(from))}`;
}
