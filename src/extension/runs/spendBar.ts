import type { RunState } from '../../model/runState.ts';
import { newestAccountOf } from '../../model/runView.ts';
import type { RunSummary } from '../../model/shapes.ts';
import type { Limit, Spend } from '../../model/spend.ts';
import { amountText, dollars } from '../../model/spendText.ts';
import { costWords } from '../spendWords.ts';

/** What was used of what may be, of one kind. `used` null is unknown, and never nothing. */
export interface Budget {
  readonly kind: 'costUsd' | 'tokens';
  readonly used: number | null;
  readonly limit: number;
}

const cells = 5;

/**
 * The budget of a run: of those that it keeps, the one that is used up furthest. Unknown comes first, since nobody knows
 * how far that is.
 */
export const budgetOf = (state: RunState): Budget | undefined =>
  budgetsOf(state).reduce<Budget | undefined>(
    (most, one) => (most === undefined || usedShare(one) > usedShare(most) ? one : most),
    undefined,
  );

/** Every limit of the run itself, with what was used of it as its newest sum says. */
export function budgetsOf(state: RunState): readonly Budget[] {
  const newest = newestAccountOf(state);
  if (newest?.result === undefined) return [];
  const { run } = newest.result;
  return newest.input.limits.filter(({ scope }) => scope === 'run').flatMap((limit) => budgetsUnder(limit, run));
}

const budgetsUnder = ({ costUsd, tokens }: Limit, used: Spend): readonly Budget[] => [
  ...(costUsd === undefined ? [] : [{ kind: 'costUsd' as const, used: used.costUsd, limit: costUsd }]),
  ...(tokens === undefined ? [] : [{ kind: 'tokens' as const, used: used.tokens, limit: tokens }]),
];

const usedShare = ({ used, limit }: Budget): number => (used === null ? Number.POSITIVE_INFINITY : used / limit);

/** `▰▰▰▱▱ $0.42 of $1.00`; without a known amount there is no bar to draw. */
export function budgetWords({ kind, used, limit }: Budget): string {
  const amount = kind === 'costUsd' ? dollars : (count: number) => amountText(count);
  const unit = kind === 'costUsd' ? '' : ' tokens';
  if (used === null) return `${kind === 'costUsd' ? 'cost' : 'tokens'} unknown of ${amount(limit)}${unit}`;
  const over = used > limit ? ', over budget' : '';
  return `${bar(used / limit)} ${amount(used)} of ${amount(limit)}${unit}${over}`;
}

/** A cell is full once it is used up; the first shows that something is. */
function bar(share: number): string {
  const full = Math.min(cells, Math.max(share > 0 ? 1 : 0, Math.floor(share * cells)));
  return '▰'.repeat(full) + '▱'.repeat(cells - full);
}

/** What a run used, for its row: against its budget where it has one, else the cost alone; nothing where nothing is kept. */
export function spendMark({ spend }: Pick<RunSummary, 'spend'>, state: RunState | undefined): string | undefined {
  const budget = state && budgetOf(state);
  if (budget !== undefined) return budgetWords(budget);
  if (spend === undefined) return undefined;
  return costWords(spend.costUsd);
}
