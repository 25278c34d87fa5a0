import type { Amount, DryRun } from '../model/dryRun.ts';
import { localDay } from '../model/localDate.ts';
import { iterationsOfItem, type Loop } from '../model/loopFile.ts';
import { automaticKinds } from '../triggers/automatic.ts';
import { nextFirings } from '../triggers/nextFirings.ts';
import type { DryRunWorld } from './world.ts';

type Worst = DryRun['spending']['worst'];

/**
 * The most that a run may use, from the budgets that end it: of one item, of all items that it may take up (or of the
 * run's own limit where that is less), and of a day of a loop that starts by itself. `count`: items that are known.
 */
export function worstSpend(loop: Loop, count: number | undefined, world: DryRunWorld): Worst {
  const { budget } = loop;
  const own = budget['per-item'];
  const items = loop.items === undefined ? 1 : Math.min(count ?? loop.items.max, loop.items.max);
  const run: Amount = {
    costUsd: least(budget['max-cost-usd'], times(own?.['max-cost-usd'], items)),
    tokens: least(budget['max-tokens'], times(own?.['max-tokens'], items)),
    // Items work side by side, and what one of them may use bounds them all only where there is one.
    minutes: least(budget['timeout-minutes'], items === 1 ? own?.['timeout-minutes'] : undefined),
    iterations: iterationsOf(loop, items),
  };
  const item: Amount = {
    costUsd: least(own?.['max-cost-usd'], run.costUsd),
    tokens: least(own?.['max-tokens'], run.tokens),
    minutes: least(own?.['timeout-minutes'], run.minutes),
    iterations: loop.roles.maker === undefined ? null : Math.min(iterationsOfItem(loop), run.iterations ?? 1),
  };
  return { item, run, items, day: automaticKinds(loop.on).length === 0 ? null : dayOf(loop, run, world) };
}

function iterationsOf(loop: Loop, items: number): number | null {
  if (loop.roles.maker === undefined) return null;
  const all = iterationsOfItem(loop) * items;
  return loop.items === undefined ? all : Math.min(loop.budget['max-iterations'] ?? all, all);
}

function dayOf(loop: Loop, run: Amount, world: DryRunWorld): NonNullable<Worst['day']> {
  const day = loop.budget['per-day'];
  const runs = least(day?.['max-runs'], onlyScheduled(loop) ? mostInADay(loop, world.now) : undefined);
  const all = world.repositoryDay;
  return {
    runs,
    costUsd: least(day?.['max-cost-usd'], all?.costUsd, times(run.costUsd, runs)),
    tokens: least(day?.['max-tokens'], all?.tokens, times(run.tokens, runs)),
    minutes: times(run.minutes, runs),
    iterations: times(run.iterations, runs),
  };
}

const onlyScheduled = ({ on }: Loop): boolean => automaticKinds(on).join() === 'schedule';

const dayMs = 24 * 60 * 60 * 1000;
/** Firings that are looked at, some 40 ms: a week of one an hour. */
const mostFirings = 200;

/** The most firings of one day of this machine, as budgets count days, in the time that comes. */
function mostInADay(loop: Loop, now: number): number {
  const firings = nextFirings(loop.on, now, mostFirings).map(({ at }) => at);
  const counts = new Map<string, number>();
  for (const at of firings) {
    const day = localDay(at);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const [first = 0, last = 0] = [firings[0], firings.at(-1)];
  const isDense = firings.length === mostFirings && last - first < dayMs;
  // Those of a schedule that is due all the time are counted on from their pace.
  const atThisPace = isDense ? Math.ceil((dayMs * (mostFirings - 1)) / (last - first)) : 0;
  return Math.max(0, atThisPace, ...counts.values());
}

type Limit = number | null | undefined;

function least(...limits: readonly Limit[]): number | null {
  const known = limits.filter((limit) => limit !== undefined && limit !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const times = (amount: Limit, count: number | null): number | null =>
  amount === undefined || amount === null || count === null ? null : amount * count;
