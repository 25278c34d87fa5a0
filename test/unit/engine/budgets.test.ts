import { describe, expect, it } from 'vitest';
import { limitsOf, reached, totalOf } from '../../../src/engine/budgets.ts';
import { forecastRest, forecastRun } from '../../../src/engine/forecast.ts';
import { budgetSchema } from '../../../src/model/loop/budget.ts';
import type { Limit, Spend } from '../../../src/model/spend.ts';
import { spendOf } from '../../../src/model/usedSpend.ts';

const spend = (tokens: number | null, costUsd: number | null): Spend => ({ tokens, costUsd });

describe('limitsOf', () => {
  it('finds the limits of every scope, and leaves out what has none', () => {
    const budget = budgetSchema.parse({
      'max-cost-usd': 20,
      'per-item': { 'max-tokens': 500, 'max-cost-usd': 3 },
      'per-day': { 'max-runs': 4 },
    });
    expect(limitsOf({ budget }, { repositoryDay: { costUsd: 100 } })).toEqual([
      { scope: 'item', tokens: 500, costUsd: 3 },
      { scope: 'run', costUsd: 20 },
      { scope: 'repository-day', costUsd: 100 },
    ]);
    expect(limitsOf({ budget: budgetSchema.parse({}) }, {})).toEqual([]);
  });
});

describe('reached', () => {
  const run: readonly Limit[] = [{ scope: 'run', tokens: 1_000_000, costUsd: 2 }];

  it.each([
    [spend(100, 1.59), undefined, []],
    [spend(100, 1.6), undefined, ['80 % of the budget of the run is used: $1.60 of $2.00 (budget.max-cost-usd).']],
    [
      spend(899_999, 0),
      undefined,
      ['89 % of the budget of the run is used: 899,999 tokens of 1,000,000 tokens (budget.max-tokens).'],
    ],
    [spend(100, 2), 'The budget of the run is used up: $2.00 of $2.00 (budget.max-cost-usd).', []],
    [
      spend(1_000_000, 0),
      'The budget of the run is used up: 1,000,000 tokens of 1,000,000 tokens (budget.max-tokens).',
      [],
    ],
    [spend(0, 0), undefined, []],
  ])('%j', (used, over, warnings) => {
    expect(reached(run, { run: used })).toEqual({ ...(over === undefined ? {} : { over }), warnings });
  });

  it('takes what is not known for over, never for zero, and says what to do', () => {
    expect(reached(run, { run: spend(100, null) }).over).toBe(
      'What the run has cost is not known, so budget.max-cost-usd cannot be kept. Let the agent report its cost, write budget.price for its tokens, or limit max-tokens instead.',
    );
    expect(reached([{ scope: 'run', tokens: 5 }], { run: spend(null, null) }).over).toMatch(
      /^How many tokens the run has used is not known/,
    );
    expect(reached([{ scope: 'run', tokens: 5 }], { run: spend(1, null) }).over).toBeUndefined();
    expect(reached(run, {}).over).toMatch(/not known/);
    expect(reached([], {})).toEqual({ warnings: [] });
  });

  it('names the limit of each scope as it is written', () => {
    const scopes = (['item', 'loop-day', 'repository-day'] as const).map(
      (scope) => reached([{ scope, costUsd: 1 }], { [scope]: spend(0, 5) }).over,
    );
    expect(scopes).toEqual([
      'The budget of the item is used up: $5.00 of $1.00 (budget.per-item.max-cost-usd).',
      'The budget of the loop for today is used up: $5.00 of $1.00 (budget.per-day.max-cost-usd).',
      'The budget of the repository for today is used up: $5.00 of $1.00 (budget.per-day.max-cost-usd in .loops/settings.yaml).',
    ]);
  });
});

describe('what a step used', () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 100_000, costUsd: null };
  const price = { 'input-per-million': 3, 'output-per-million': 15 };

  it('is reported, priced, or unknown', () => {
    expect(spendOf({ ...usage, costUsd: 0 }, price)).toEqual({ tokens: 1_100_000, costUsd: 0, source: 'reported' });
    expect(spendOf(usage, price)).toEqual({ tokens: 1_100_000, costUsd: 4.5, source: 'priced' });
    expect(spendOf(usage, undefined)).toEqual({ tokens: 1_100_000, costUsd: null, source: 'unknown' });
    expect(spendOf(null, price)).toEqual({ tokens: null, costUsd: null, source: 'unknown' });
  });

  it('adds up to unknown where one is', () => {
    expect(totalOf([spend(1, 2), spend(3, 4)])).toEqual(spend(4, 6));
    expect(totalOf([spend(1, 2), spend(3, null)])).toEqual(spend(4, null));
    expect(totalOf([])).toEqual(spend(0, 0));
  });
});

describe('a forecast', () => {
  it('is the median with the tenth and ninetieth percentile', () => {
    const past = Array.from({ length: 11 }, (_, n) => spend(n * 1000, n));
    expect(forecastRun(past)).toEqual({
      tokens: { low: 1000, mid: 5000, high: 9000 },
      costUsd: { low: 1, mid: 5, high: 9 },
      words:
        'The next run will probably use about 5,000 tokens (1,000 tokens to 9,000 tokens), costing about $5.00 ($1.00 to $9.00) (from 11 earlier runs).',
    });
  });

  it('makes nothing up', () => {
    expect(forecastRun([])).toEqual({
      tokens: null,
      costUsd: null,
      words: 'The next run: unknown what it will use (from 0 earlier runs).',
    });
    expect(forecastRun([spend(null, null), spend(200, null)])).toEqual({
      tokens: { low: 200, mid: 200, high: 200 },
      costUsd: null,
      words:
        'The next run will probably use about 200 tokens, at unknown cost (from 1 earlier run; of 1 more nothing is known).',
    });
  });

  it('of a run under way adds what is left to what was used', () => {
    const items = [spend(100, 1), spend(300, 3)];
    expect(forecastRest(items, 2, spend(400, 4))).toMatchObject({
      tokens: { low: 600, mid: 800, high: 1000 },
      costUsd: { low: 6, mid: 8, high: 10 },
    });
    expect(forecastRest(items, 2, spend(400, null)).costUsd).toBeNull();
    expect(forecastRest([], 2, spend(400, 4)).tokens).toBeNull();
    expect(forecastRest([], 0, spend(400, 4))).toMatchObject({ tokens: { low: 400, mid: 400, high: 400 } });
  });
});
