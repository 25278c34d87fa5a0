import { limitsOf, reached } from '../../engine/budgets.ts';
import type { ItemView } from '../../model/runView.ts';
import { stepsOfKind } from '../../model/stepState.ts';
import type { LiveRun } from '../liveRun.ts';
import type { DayLimits } from '../spendingLimits.ts';

/** What limits are looked up with. */
export interface Limits {
  readonly purse: Pick<DayLimits['purse'], 'spent' | 'passes'> & {
    limits(run: string, declared: ReturnType<typeof limitsOf>): Promise<ReturnType<typeof limitsOf>>;
  };
  readonly now: () => number;
}

/**
 * Which limit keeps an item that waits from another iteration, and what to do about it, in a sentence or two; undefined
 * where none does. The engine keeps all of them itself: this is for who asks, before the item is worked on and ends.
 */
export async function whatIsUsedUp(run: LiveRun, item: ItemView, { purse, now }: Limits): Promise<string | undefined> {
  const { loop, state } = run;
  const most = loop.items === undefined ? undefined : loop.budget['max-iterations'];
  if (most !== undefined && (await purse.passes(run.id)) >= most) {
    return `All ${most} iterations of the run are used up (budget.max-iterations). Land it, or reject it and start a new run with a higher number.`;
  }
  const limits = await purse.limits(run.id, limitsOf(loop, state.start));
  const spender = { loop: loop.name, run: run.id, item: item.id, at: now() };
  const { over } = reached(limits, await purse.spent(spender));
  if (over !== undefined)
    return `${over} Raise it with \`loopwright raise ${run.id}\`, where it is a limit of the run.`;
  return isOutOfTime(run, item)
    ? `The working time of the run is used up (budget.timeout-minutes). Raise it: \`loopwright raise ${run.id} --minutes <number>\`.`
    : undefined;
}

/** Since the change was accepted no working time has passed; what was raised then counts from now on. */
function isOutOfTime({ loop, state }: LiveRun, item: ItemView): boolean {
  const steps = state.items.get(item.id)?.steps ?? [];
  const accepted = stepsOfKind(steps, 'tidy').findLast(({ finishedAt }) => finishedAt !== undefined);
  const timed = stepsOfKind(steps, 'make').at(-1);
  if (accepted?.finishedAt === undefined || timed?.input.deadline === undefined) return false;
  const declared = loop.budget['timeout-minutes'];
  const raised = Math.max(0, (state.raised.minutes ?? declared) - declared) * 60_000;
  return accepted.finishedAt >= timed.input.deadline + raised;
}
