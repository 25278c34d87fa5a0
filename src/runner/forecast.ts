import { totalOf } from '../engine/budgets.ts';
import { forecastRest, forecastRun, type Range } from '../engine/forecast.ts';
import type { RunState } from '../model/runState.ts';
import { itemsOf } from '../model/runView.ts';
import type { Cost, Spend } from '../model/spend.ts';
import type { RunnerReply } from '../protocol/runner.ts';

/** Past runs that a forecast is made of. */
const mostRuns = 20;

/** What the next run of a loop will probably use, from what its newest runs used. */
export function forecastFor(file: string, costs: readonly Cost[]): RunnerReply<'forecast'> {
  const loop = /([^/\\]+)\.loop\.yaml$/.exec(file)?.[1] ?? file;
  const past = runsOf(costs.filter((cost) => cost.loop === loop));
  const { tokens, costUsd, words } = forecastRun(past);
  const at = (which: keyof Range): Spend => ({
    tokens: tokens === null ? null : Math.round(tokens[which]),
    costUsd: costUsd === null ? null : costUsd[which],
  });
  return { runs: past.length, low: at('low'), middle: at('mid'), high: at('high'), words };
}

/** What each of the newest runs used. */
function runsOf(costs: readonly Cost[]): readonly Spend[] {
  const byRun = new Map<string, Cost[]>();
  for (const cost of costs) byRun.set(cost.run, [...(byRun.get(cost.run) ?? []), cost]);
  return [...byRun.values()].slice(-mostRuns).map(totalOf);
}

/** What a run that works will have used in the end, in words; undefined where it is over or nothing is known. */
export function forecastOf(state: RunState, costs: readonly Cost[]): string | undefined {
  const own = costs.filter((cost) => cost.run === state.start.run);
  if (state.outcome !== undefined || own.length === 0) return undefined;
  const items = itemsOf(state);
  const over = items.filter((item) => item.outcome !== undefined);
  const each = over.map(({ id }) => totalOf(own.filter((cost) => cost.item === id)));
  return forecastRest(each, items.length - over.length, totalOf(own)).words;
}
