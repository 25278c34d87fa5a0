import { type RunState, stepsOf } from '../../model/runState.ts';
import type { Spend } from '../../model/spend.ts';
import { drivenTurnOf, iterationOf, stepsOfKind } from '../../model/stepState.ts';
import type { CostSeries } from '../../protocol/runPageView.ts';

/** What the run had used by when, and what it may use. Unknown stays unknown from there on. */
export function costSeries(state: RunState): Pick<CostSeries, 'points' | 'limit'> {
  const steps = stepsOf(state);
  const accounts = stepsOfKind(steps, 'account').filter((step) => step.result !== undefined);
  const limit = accounts.at(-1)?.input.limits.find(({ scope }) => scope === 'run');
  const kept = accounts.map(({ finishedAt = 0, input, result }) => ({
    at: finishedAt,
    iteration: input.iteration,
    ...(result?.run ?? unknown),
  }));
  return {
    points: [
      { at: state.start.startedAt, iteration: 0, tokens: 0, costUsd: 0 },
      ...inOrder(kept.length > 0 ? kept : summed(state)),
    ],
    limit: {
      ...(limit?.tokens === undefined ? {} : { tokens: limit.tokens }),
      ...(limit?.costUsd === undefined ? {} : { costUsd: limit.costUsd }),
    },
  };
}

type Point = CostSeries['points'][number];

const unknown: Spend = { tokens: null, costUsd: null };
const inOrder = (points: readonly Point[]): readonly Point[] => [...points].sort((a, b) => a.at - b.at);

/** Without a budget nobody adds up: the passes of coding agents, one after the other. */
function summed(state: RunState): readonly Point[] {
  const turns = stepsOf(state).flatMap((step) => {
    const turn = drivenTurnOf(step)?.turn;
    return turn === undefined ? [] : [{ at: step.finishedAt ?? 0, iteration: iterationOf(step) ?? 0, turn }];
  });
  let sum: Spend = { tokens: 0, costUsd: 0 };
  return turns
    .sort((a, b) => a.at - b.at)
    .map(({ at, iteration, turn }) => {
      sum = { tokens: added(sum.tokens, turn.tokens), costUsd: added(sum.costUsd, turn.costUsd) };
      return { at, iteration, ...sum };
    });
}

const added = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
