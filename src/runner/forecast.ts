import { totalOf } from '../engine/budgets.ts';
import { forecastRest, forecastRun, type Range } from '../engine/forecast.ts';
import type { RunState } from '../model/runState.ts';
import { itemsOf } from '../model/runView.ts';
import type { Cost, Spend } from '../model/spend.ts';
import type { RunnerReply } from '../protocol/runner.ts';
import type { NewestCosts } from './costs.ts';

/** What the next run of a loop will probably use, from what its newest runs used. */
export function forecastFor(file: string, costs: NewestCosts): RunnerReply<'forecast'> {
  const loop = /([^/\\]+)\.loop\.yaml$/.exec(file)?.[1] ?? file;
  const past = [...(costs.get(loop)?.values() ?? [])].map(totalOf);
  const { tokens, costUsd, words } = forecastRun(past);
  const at = (which: keyof Range): Spend => ({
    tokens: tokens === null ? null : Math.round(tokens[which]),
    costUsd: costUsd === null ? null : costUsd[which],
  });
  return { runs: past.length, low: at('low'), middle: at('mid'), high: at('high'), words };
}

/** What a run that works will have used in the end, in words, given its own costs; undefined where nothing is known. */
export function forecastOf(state: RunState, own: readonly Cost[]): string | undefined {
  if (own.length === 0) return undefined;
  const items = itemsOf(state);
  const over = items.filter((item) => item.outcome !== undefined);
  const each = over.map(({ id }) => totalOf(own.filter((cost) => cost.item === id)));
  return forecastRest(each, items.length - over.length, totalOf(own)).words;
}
