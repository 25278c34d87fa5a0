import type { MakingLoop } from '../model/loopFile.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CheckOutcome, Facts } from '../model/steps.ts';
import { metricTexts } from './facts.ts';

/**
 * What checker and judge are told: the goal and what the checks say. Never what the maker says of its work: they are to
 * look for themselves.
 */

export function checkerBrief(loop: MakingLoop, facts: Facts): string {
  return [
    `The work is done when this holds: ${loop.goal.until}`,
    evidence(facts),
    `The change touches ${facts.diff.files.length} files and ${facts.diff.lines} lines.`,
    'Report each defect with a command that fails as long as the defect is there; the command is run. End with one line `{"type":"verdict","passed":true}` or `false` in the report file.',
  ].join('\n\n');
}

export function judgeBrief(loop: MakingLoop, rubric: string, facts: Facts): string {
  return [
    `The work is done when this holds: ${loop.goal.until}`,
    `Rubric: ${rubric}`,
    evidence(facts),
    'Write exactly one line `{"type":"score","score":0 to 10,"reasons":[…]}` into the report file.',
  ].join('\n\n');
}

function evidence(facts: Facts): string {
  const lines = [...facts.checks.map(checkLine), ...metricTexts(facts).map((text) => `- metric ${text}`)];
  return `Evidence:\n${lines.join('\n')}`;
}

function checkLine(check: CheckOutcome): string {
  const proof = check.proof === undefined ? '' : `; proof: ${check.proof.why}`;
  return `- check ${check.id}: ${check.passed ? 'passed' : `failed (${howItEnded(check)})`}${proof}`;
}
