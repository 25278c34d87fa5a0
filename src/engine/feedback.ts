import { howItEnded } from '../model/stepState.ts';
import type { CheckOutcome } from '../model/steps.ts';

/**
 * What the next pass is told about the last one: why it was not done, and the end of the output of each check that
 * failed. Plain text; empty when nothing failed.
 */
export function feedbackOf(reasons: readonly string[], checks: readonly CheckOutcome[]): string {
  const failed = checks.filter((check) => !check.passed);
  const sections = [
    ...(reasons.length === 0 ? [] : [['Not done yet:', ...reasons.map((reason) => `- ${reason}`)].join('\n')]),
    ...failed.map(
      (check) => `Check "${check.id}" failed (${howItEnded(check)}). The end of its output:\n${check.tail}`,
    ),
  ];
  return sections.join('\n\n');
}
