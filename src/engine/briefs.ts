import { checkEvidence, checkerText, judgeText, metricEvidence } from '../model/briefTexts.ts';
import type { MakingLoop } from '../model/loopFile.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CheckOutcome, Facts } from '../model/steps.ts';
import { metricTexts } from './facts.ts';

/** What checker and judge are told of a change that was made and proven. */

/** `asked`: what a person asked of the change. */
export function checkerBrief(loop: MakingLoop, facts: Facts, asked?: string): string {
  return checkerText(evidenceOf(loop, facts), { files: facts.diff.files.length, lines: facts.diff.lines }, asked);
}

export function judgeBrief(loop: MakingLoop, rubric: string, facts: Facts): string {
  return judgeText(evidenceOf(loop, facts), rubric);
}

const evidenceOf = ({ goal }: MakingLoop, facts: Facts) => ({
  goal: goal.until,
  lines: [...facts.checks.map(checkLine), ...metricTexts(facts).map(metricEvidence)],
});

function checkLine(check: CheckOutcome): string {
  const proof = check.proof === undefined ? '' : `; proof: ${check.proof.why}`;
  return checkEvidence(check.id, `${check.passed ? 'passed' : `failed (${howItEnded(check)})`}${proof}`);
}
