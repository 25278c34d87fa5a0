import type { DryRun } from '../model/dryRun.ts';
import type { Station } from '../model/life.ts';
import { spendText } from '../model/spendText.ts';
import { amountWords, counted } from './amounts.ts';
import { list, words } from './facts.ts';

/** What holds all the time: what a change may touch and a command may reach, and what it may cost. */
export const ruleStations = (dry: DryRun): readonly Station[] => [policyStation(dry), spendingStation(dry)];

const sandboxWords = {
  required: 'required: without one the run does not begin',
  preferred: 'preferred: without one the run goes on and says so',
  off: 'none',
} as const;

const oracleWords = {
  frozen: 'may not be touched',
  add: 'may be added to; nothing of them is changed or deleted',
  free: 'may be changed',
} as const;

function policyStation({ policy }: DryRun): Station {
  const { line, allowed, alwaysProtected, maxDiffLines, network } = policy;
  return {
    id: 'policy',
    kind: 'policy',
    title: 'Policy',
    summary: allowed === null ? 'any path that is not protected' : allowed.join(', '),
    line,
    within: 'run',
    facts: [
      ...words('may change', allowed === null ? 'any path that is not protected' : allowed.join(', ')),
      ...list('never', policy.protected),
      ...list('nor ever', alwaysProtected),
      ...words('tests', oracleWords[policy.oracles]),
      ...words('size', maxDiffLines === null ? null : `at most ${counted(maxDiffLines, 'changed line')}`),
      ...words('cage', sandboxWords[policy.sandbox]),
      ...words('network', typeof network === 'string' ? network : network.join(', ')),
      ...list('reads', policy.read),
      ...list('writes', policy.write),
      ...list('variables', policy.env),
    ],
  };
}

function spendingStation({ spending, items }: DryRun): Station {
  const { line, worst, likely } = spending;
  const { day } = worst;
  return {
    id: 'spending',
    kind: 'spending',
    title: 'Spending',
    summary: amountWords(worst.run),
    line,
    within: 'run',
    facts: [
      ...(items === null ? [] : words('one item', amountWords(worst.item))),
      ...words(items === null ? 'one run' : `${counted(worst.items, 'item')}`, amountWords(worst.run)),
      ...words('one day', day === null ? null : dayWords(day)),
      ...words('likely', likely === null ? 'nobody asked what earlier runs used' : likelyWords(likely)),
    ],
  };
}

type Day = NonNullable<DryRun['spending']['worst']['day']>;

function dayWords({ runs, ...amount }: Day): string {
  if (runs === null) return `any number of runs (no budget.per-day.max-runs); together ${amountWords(amount)}`;
  return `at most ${counted(runs, 'run')}; together ${amountWords(amount)}`;
}

function likelyWords({ runs, words: said, low, high }: NonNullable<DryRun['spending']['likely']>): string {
  return runs === 0
    ? 'not known: no earlier run of this loop'
    : `${said} Low: ${spendText(low)}. High: ${spendText(high)}.`;
}
