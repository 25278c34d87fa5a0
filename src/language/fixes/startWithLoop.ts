import { starterTexts } from '../starterLoops.ts';
import { type Broken, fix, type QuickFix } from './fix.ts';

/** Whether nothing but comments stands in a text, so that a loop can follow. */
const isBlank = (text: string): boolean => text.split(/\r\n|\r|\n/).every((line) => /^\s*(?:#.*)?$/.test(line));

/** Whole loops for an empty file, after its comments. Which of them is meant only its author knows. */
export function startWithLoop(broken: Broken<'LW004'>): readonly QuickFix[] {
  const { text } = broken.reading;
  if (!isBlank(text)) return [];
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : '\n';
  return starterTexts(broken.problem.data.name).flatMap(({ label, text: loop }) =>
    fix(broken, `Write a ${label}`, [{ start: text.length, end: text.length, newText: gap + loop }], false),
  );
}
