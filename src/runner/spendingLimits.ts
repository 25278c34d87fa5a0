import { limitsOf, reached } from '../engine/budgets.ts';
import { onlyItem } from '../model/lane.ts';
import type { Raised } from '../model/order.ts';
import { itemsOf } from '../model/runView.ts';
import type { Purse } from '../steps/purse.ts';
import type { LiveRun } from './liveRun.ts';

/** What a day's limits are looked up with. */
export interface DayLimits {
  readonly purse: Pick<Purse, 'spent' | 'passes'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Which limit would end the run all the same, in a sentence or two: one of the day, of its items, or of all iterations, which
 * a raise of the run's own limits does not lift. Undefined where there is none.
 */
export async function whatStopsIt(run: LiveRun, to: Raised, { purse, now }: DayLimits): Promise<string | undefined> {
  const { loop, state } = run;
  if (to.iterations !== undefined && loop.items !== undefined) {
    const most = loop.budget['max-iterations'];
    if (most !== undefined && (await purse.passes(run.id)) >= most) {
      return `All ${most} iterations of the run are used up (budget.max-iterations), and raising those of one item does not lift that. Write a higher number into the loop and start a new run.`;
    }
  }
  if (to.tokens === undefined && to.costUsd === undefined) return undefined;
  const [item] = itemsOf(state).filter(({ outcome }) => outcome === undefined);
  const spender = { loop: loop.name, run: run.id, item: item?.id ?? onlyItem, at: now() };
  const days = limitsOf(loop, state.start).filter(({ scope }) => scope === 'loop-day' || scope === 'repository-day');
  const { over } = reached(days, await purse.spent(spender));
  if (over === undefined) return undefined;
  return `${over} Raising the limits of the run does not lift it: that one holds for the whole day. Change it where it is written, or wait until midnight.`;
}
