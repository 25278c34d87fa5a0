import type { RunStart } from '../model/event.ts';
import { fillFor } from '../model/fillFor.ts';
import { isMaking, type Loop, type MakingLoop } from '../model/loopFile.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { Item, StepResult } from '../model/steps.ts';
import { limitsOf } from './budgets.ts';
import { conclude } from './conclude.ts';
import { type Durable, StepFailed } from './durable.ts';
import type { Ending } from './ending.ts';
import { explore } from './explore.ts';
import { passGates } from './gates.ts';
import { Gleanings } from './gleanings.ts';
import { iterate } from './iterate.ts';
import { outcomeOf } from './outcomeOf.ts';
import { reclaim } from './reclaim.ts';
import { report } from './report.ts';
import { setUp } from './setUp.ts';
import type { Slots } from './slots.ts';
import { awaitTurn } from './turn.ts';
import { type Bench, placeOf } from './workplace.ts';
import { WorkTime } from './workTime.ts';

interface Lane {
  readonly loop: Loop;
  readonly start: RunStart;
  readonly durable: Durable;
  readonly item: Item;
  readonly memory: string;
  readonly slots: Slots;
}

/** The life of one item: its worktree, its passes, its delivery, and what is remembered of it. */
export async function runItem(lane: Lane): Promise<RunOutcome> {
  const { loop, start, item } = lane;
  const filled = fillFor(loop, start, item);
  const bench: Bench = {
    ...lane,
    loop: filled.ok ? filled.value.loop : loop,
    worktree: `${start.worktrees}-${item.id}`,
    branch: filled.ok ? filled.value.branch : start.branch,
    limits: limitsOf(loop, start),
    time: new WorkTime(start.startedAt, loop.budget['timeout-minutes']),
    gleanings: new Gleanings(),
    passed: new Set(),
  };
  const ending = filled.ok ? await attempt(bench) : failed(filled.error);
  const concluded = await afterwards(ending.outcome, () => conclude(bench, ending));
  return afterwards(concluded, () => reclaim(bench, ending));
}

/** What is done about an item that has ended cannot change how it ended: where it fails, that is told with the reason. */
async function afterwards(outcome: RunOutcome, work: () => Promise<void>): Promise<RunOutcome> {
  try {
    await work();
    return outcome;
  } catch (error) {
    if (error instanceof StepFailed) return { ...outcome, reason: `${outcome.reason} ${error.message}` };
    throw error;
  }
}

async function attempt(bench: Bench): Promise<Ending> {
  try {
    return await work(bench);
  } catch (error) {
    return { outcome: outcomeOf(error), iterations: 0 };
  }
}

async function work(bench: Bench): Promise<Ending> {
  const { loop, start, item, time } = bench;
  const refused = await passGates(bench, 'item', 0);
  if (refused !== undefined) return refused;
  const prepared = await begin(bench);
  if (prepared.status === 'refused') return failed(`No worktree: ${prepared.reason}`);
  const unready = await setUp(bench, { key: item.id, worktree: bench.worktree, deadline: time.deadline });
  if (unready !== undefined) return failed(unready);
  const explored = await explore(bench);
  if ('outcome' in explored) return explored;
  if (!isMaking(loop)) return report(bench, explored);
  const making: Bench<MakingLoop> = { ...bench, loop, branch: prepared.branch ?? bench.branch };
  return iterate({ ...making, base: start.base, configuration: prepared.configuration }, explored);
}

/** Makes the worktree, unless the run is paused: then later. */
async function begin(bench: Bench): Promise<StepResult<'prepare'>> {
  const { loop, start, durable, item, time } = bench;
  const key = `${item.id}/prepare`;
  const own = loop.budget['per-item']?.['timeout-minutes'];
  if (own !== undefined) time.atMost((await durable.now(`${item.id}/begin`)) + own * 60_000);
  const held = await awaitTurn(bench, key);
  const base = start.retry?.change?.head ?? start.base;
  const prepared = await durable.step(key, 'prepare', { ...placeOf(bench), base });
  const { pausedMs, raised } = await durable.ordered(key);
  time.waitedBefore(pausedMs - held);
  if (raised.minutes !== undefined) time.allow(raised.minutes);
  return prepared;
}

const failed = (reason: string): Ending => ({ outcome: { status: 'failed', reason }, iterations: 0 });
