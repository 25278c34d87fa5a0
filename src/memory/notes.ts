import { alignLines } from './lineDiff.ts';

/** The text without blank lines at its ends. */
export const trimLines = (text: string): string => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();

/** Two notes, one below the other. */
export const below = (first: string, second: string): string =>
  [trimLines(first), trimLines(second)].filter((text) => text !== '').join('\n\n');

/**
 * The notes after an edit: what the person made of `base`, unless they were changed meanwhile (`current`). Then what the
 * person deleted is deleted, and what they wrote follows the line that it followed; nothing that anybody wrote is dropped.
 */
export function mergeNotes(base: string, edited: string, current: string): string {
  if (sameText(base, edited)) return trimLines(current);
  if (sameText(base, current)) return trimLines(edited);
  const baseLines = linesOf(base);
  const editedLines = linesOf(edited);
  const currentLines = linesOf(current);
  const fromBase = alignLines(baseLines, editedLines);
  const kept = new Set(fromBase);
  /** What the person wrote after each line of the base; -1 is before the first. */
  const written = new Map<number, string[]>();
  let after = -1;
  fromBase.forEach((line, index) => {
    if (line >= 0) after = line;
    else written.set(after, [...(written.get(after) ?? []), editedLines[index] ?? '']);
  });
  const merged = [...(written.get(-1) ?? [])];
  let next = 0;
  const writtenUpTo = (line: number): void => {
    for (; next <= line; next += 1) merged.push(...(written.get(next) ?? []));
  };
  for (const [index, line] of alignLines(baseLines, currentLines).entries()) {
    // What followed a line that somebody else deleted meanwhile stands where that line was.
    writtenUpTo(line - 1);
    if (line < 0 || kept.has(line)) merged.push(currentLines[index] ?? '');
    writtenUpTo(line);
  }
  writtenUpTo(baseLines.length);
  return trimLines(merged.join('\n'));
}

const linesOf = (text: string): readonly string[] => (trimLines(text) === '' ? [] : trimLines(text).split('\n'));
const sameText = (a: string, b: string): boolean =>
  linesOf(a).map(trimmed).join('\n') === linesOf(b).map(trimmed).join('\n');
const trimmed = (line: string): string => line.trimEnd();
