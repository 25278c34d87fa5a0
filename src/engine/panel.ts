import type { JudgeReport, Verdict } from '../model/steps.ts';

/**
 * What the judges of a panel come to: passed when more than half of all seats gave at least `min`. A judge without a
 * valid score has not passed the change, and its seat still counts, so a panel that mostly breaks down cannot pass it.
 * `score` is the median of the valid scores, 0 where there is none.
 */
export function verdictOf(reports: readonly Pick<JudgeReport, 'score' | 'reasons'>[], min: number): Verdict {
  const scores = reports.flatMap(({ score }) => (score === null ? [] : [score]));
  const approving = scores.filter((score) => score >= min).length;
  const passed = approving * 2 > reports.length;
  return { passed, score: median(scores), scores, reasons: reasonsOf(reports, min, passed) };
}

/** The middle of the numbers, or the mean of the two in the middle; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** Who decided the outcome speaks first; with one judge its reasons stand as they are. */
function reasonsOf(reports: readonly Pick<JudgeReport, 'score' | 'reasons'>[], min: number, passed: boolean): string[] {
  const seats = reports.map(({ score, reasons }, index) => {
    const name = reports.length === 1 ? '' : `Judge ${index + 1} (${score === null ? 'no score' : score}): `;
    const said = score === null ? ['No valid score was given.', ...reasons] : reasons;
    return { agrees: score !== null && score >= min === passed, said: said.map((reason) => name + reason) };
  });
  const [first, last] = [seats.filter(({ agrees }) => agrees), seats.filter(({ agrees }) => !agrees)];
  return [...first, ...last].flatMap(({ said }) => said);
}
