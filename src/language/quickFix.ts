import { fixers } from './fixes/all.ts';
import type { Broken, Fixer, QuickFix } from './fixes/fix.ts';
import { guard } from './guard.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { type Reading, read } from './reading.ts';

export type { QuickFix, TextEdit } from './fixes/fix.ts';

/** The safe ways to solve a problem of a text; empty where a person has to think. */
export function quickFixesFor(text: string, problem: Problem): readonly QuickFix[] {
  return guard(text).safe ? quickFixesIn(read(text, []), problem) : [];
}

/** The same for a text that is read already. */
export function quickFixesIn(reading: Reading, problem: Problem): readonly QuickFix[] {
  const { text, lines } = reading;
  const { start, end } = problem.range;
  const at = { start: lines.offsetAt(start), end: lines.offsetAt(end) };
  const broken = { reading, problem, at, written: text.slice(at.start, at.end) };
  // The table pairs each code with its problem; TypeScript cannot see that through a lookup.
  const fixer = fixers[problem.code] as Fixer<ProblemCode> | undefined;
  return fixer?.(broken as Broken<ProblemCode>) ?? [];
}
