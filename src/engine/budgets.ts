import type { RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import type { Raised } from '../model/order.ts';
import type { Limit, Scope, Spend } from '../model/spend.ts';

/** What was used in each scope so far; a scope that nobody summed up is not known. */
export type Spends = Readonly<Partial<Record<Scope, Spend>>>;

/** Which limits hold for a run, the narrowest first. A scope without a limit is left out. */
export function limitsOf(loop: Pick<Loop, 'budget'>, start: Pick<RunStart, 'repositoryDay'>): readonly Limit[] {
  const { budget } = loop;
  const day = start.repositoryDay;
  return [
    limitOf('item', budget['per-item']),
    limitOf('run', budget),
    limitOf('loop-day', budget['per-day']),
    limitOf('repository-day', day && { 'max-tokens': day.tokens, 'max-cost-usd': day.costUsd }),
  ].filter((limit) => limit !== undefined);
}

/** The limits with those of the run raised. Days and items have limits of their own, which no raise of a run lifts. */
export function raisedLimits(limits: readonly Limit[], { tokens, costUsd }: Raised): readonly Limit[] {
  return limits.map((limit) =>
    limit.scope === 'run'
      ? {
          ...limit,
          ...(limit.tokens === undefined || tokens === undefined ? {} : { tokens }),
          ...(limit.costUsd === undefined || costUsd === undefined ? {} : { costUsd }),
        }
      : limit,
  );
}

interface Written {
  readonly 'max-tokens'?: number | undefined;
  readonly 'max-cost-usd'?: number | undefined;
}

function limitOf(scope: Scope, written: Written | undefined): Limit | undefined {
  const { 'max-tokens': tokens, 'max-cost-usd': costUsd } = written ?? {};
  if (tokens === undefined && costUsd === undefined) return undefined;
  return { scope, ...(tokens === undefined ? {} : { tokens }), ...(costUsd === undefined ? {} : { costUsd }) };
}

/** Where a limit of each scope is written, and what it is a limit of. */
const scopes: Readonly<Record<Scope, { readonly whose: string; readonly where: string }>> = {
  run: { whose: 'the run', where: 'budget' },
  item: { whose: 'the item', where: 'budget.per-item' },
  'loop-day': { whose: 'the loop for today', where: 'budget.per-day' },
  'repository-day': { whose: 'the repository for today', where: 'budget.per-day in .loops/settings.yaml' },
};

const warningFrom = 0.8;

export interface Reached {
  /** Why nothing more may be used, in a sentence or two; undefined while something is left. */
  readonly over?: string;
  /** Limits of which 80 % are used. */
  readonly warnings: readonly string[];
}

/**
 * Which limits are reached. What is not known is never zero: under a limit of cost, unknown cost ends it, because nobody
 * could say when the limit is passed. (Tokens with a price are known cost by then.)
 */
export function reached(limits: readonly Limit[], spends: Spends): Reached {
  const lines = limits.flatMap((limit) => {
    const spend = spends[limit.scope] ?? { tokens: null, costUsd: null };
    return [
      ...(limit.costUsd === undefined ? [] : [line(limit.scope, 'max-cost-usd', spend.costUsd, limit.costUsd)]),
      ...(limit.tokens === undefined ? [] : [line(limit.scope, 'max-tokens', spend.tokens, limit.tokens)]),
    ];
  });
  const over = lines.find(({ kind }) => kind === 'over')?.text;
  const warnings = lines.filter(({ kind }) => kind === 'warning').map(({ text }) => text);
  return { ...(over === undefined ? {} : { over }), warnings };
}

type Key = 'max-cost-usd' | 'max-tokens';

function line(
  scope: Scope,
  key: Key,
  used: number | null,
  limit: number,
): { readonly kind: 'over' | 'warning' | 'fine'; readonly text: string } {
  const { whose, where } = scopes[scope];
  const named = where.includes(' ') ? where.replace('per-day', `per-day.${key}`) : `${where}.${key}`;
  if (used === null) return { kind: 'over', text: unknownText(key, whose, named) };
  const amount = `${amountOf(key, used)} of ${amountOf(key, limit)} (${named})`;
  // Ten times ten cents are a hair less than a dollar.
  if (used >= limit * (1 - 1e-9)) return { kind: 'over', text: `The budget of ${whose} is used up: ${amount}.` };
  if (used < warningFrom * limit) return { kind: 'fine', text: '' };
  return {
    kind: 'warning',
    text: `${Math.floor((used / limit) * 100)} % of the budget of ${whose} is used: ${amount}.`,
  };
}

function unknownText(key: Key, whose: string, named: string): string {
  if (key === 'max-tokens') {
    return `How many tokens ${whose} has used is not known, so ${named} cannot be kept. Let the agent report its usage, or delete the limit.`;
  }
  return `What ${whose} has cost is not known, so ${named} cannot be kept. Let the agent report its cost, write budget.price for its tokens, or limit max-tokens instead.`;
}

/** Dollars and tokens as people read them. */
export function amountOf(key: Key, amount: number): string {
  if (key === 'max-tokens') return `${Math.round(amount).toLocaleString('en-US')} tokens`;
  return `$${amount > 0 && amount < 0.01 ? amount.toPrecision(1) : amount.toFixed(2)}`;
}

/** Adds up; one unknown makes the sum unknown. */
export function totalOf(spends: readonly Spend[]): Spend {
  const sum = (of: keyof Spend): number | null =>
    spends.reduce<number | null>((total, spend) => {
      const each = spend[of];
      return total === null || each === null ? null : total + each;
    }, 0);
  return { tokens: sum('tokens'), costUsd: sum('costUsd') };
}
