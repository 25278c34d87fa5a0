import { changedLines } from '../model/change.ts';
import { onlyItem } from '../model/lane.ts';
import { howItEnded } from '../model/stepState.ts';
import type { CheckOutcome } from '../model/steps.ts';
import { metricTexts } from './facts.ts';
import { inertLine } from './inert.ts';
import { inline } from './inline.ts';
import type { Proposal } from './proposal.ts';

/** Title and body of a pull request: what was done, what proves it, what it cost, and where to look further. */
export function pullRequest(proposal: Proposal): { readonly title: string; readonly body: string } {
  const { work, change, facts, summary, number } = proposal;
  const { loop, start, item } = work;
  const what = inertLine(item.id === onlyItem ? summary : item.key, 120);
  const title = `${loop.name}: ${what}`.slice(0, 120);
  const { tokens, costUsd } = facts.run;
  const body = [
    `${inline(summary)}`,
    `The goal holds: \`${inertLine(loop.goal.until, 500).replaceAll('`', '')}\``,
    ['| Check | Result |', '|---|---|', ...facts.checks.map(checkRow)].join('\n'),
    ...metricLines(proposal),
    ...judgeLines(proposal),
    ...defectLines(proposal),
    `${change.files.length} ${change.files.length === 1 ? 'file' : 'files'}, ${changedLines(change)} lines, ${number} ${number === 1 ? 'iteration' : 'iterations'}. Cost: ${costUsd === null ? 'unknown' : `$${costUsd.toFixed(2)}`}${tokens === null ? '' : `, ${tokens} tokens`}.`,
    [`Loop: ${start.loop}`, `Loop-Run: ${start.run}`, `Loop-Definition: ${start.definition}`].join('\n'),
  ].join('\n\n');
  return { title, body: `${body}\n` };
}

function checkRow(check: CheckOutcome): string {
  const proof = check.proof === undefined ? '' : `; red-green proof: ${inline(check.proof.why)}`;
  return `| ${check.id} | ${check.passed ? 'passed' : `failed (${howItEnded(check)})`}${proof} |`;
}

function metricLines({ facts }: Proposal): readonly string[] {
  const rows = metricTexts(facts).map((text) => `- ${text}`);
  return rows.length === 0 ? [] : [`Metrics:\n${rows.join('\n')}`];
}

function judgeLines({ facts }: Proposal): readonly string[] {
  const { judge } = facts;
  if (judge === undefined) return [];
  return [`Judge: ${judge.score} of 10. ${judge.reasons.map(inline).join('; ')}`];
}

/** Claims that did not hold the change up, so that a reader knows of them. */
function defectLines({ defects }: Proposal): readonly string[] {
  if (defects.length === 0) return [];
  return [
    `Claimed by the checker:\n${defects.map(({ severity, title, shown }) => `- ${severity}: ${inline(title)} (${shown})`).join('\n')}`,
  ];
}
