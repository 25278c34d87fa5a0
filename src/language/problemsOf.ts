import type { LineIndex } from './lineIndex.ts';
import type { Problem, Spot } from './problem.ts';
import { problemTexts } from './problemText.ts';

/** What more would help nobody. */
export const maxProblems = 100;

/** Spots with their lines counted, in the order of the text. */
export function problemsOf(spots: readonly Spot[], lines: LineIndex): readonly Problem[] {
  return [...spots]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .slice(0, maxProblems)
    .map((spot) => {
      const severity = spot.severity ?? problemTexts[spot.code].severity;
      const range = lines.rangeOf(spot.start, spot.end);
      return { code: spot.code, severity, range, data: spot.data } as Problem;
    });
}
