import type { RunOutcome, RunStart } from '../model/event.ts';
import type { Loop } from '../model/loopFile.ts';
import { deliver } from './deliver.ts';
import { type Durable, StepFailed, Stopped } from './durable.ts';
import type { Ending } from './ending.ts';
import { feedbackOf } from './feedback.ts';
import { lookBefore, type MadePass, makePass } from './pass.ts';
import { reclaim } from './reclaim.ts';
import { setUp } from './setUp.ts';
import type { Bench, Workplace } from './workplace.ts';

const onlyItem = 'default';

/**
 * The life of a run, from its worktree to its end. Decides only from `loop`, `start` and what `durable` answers, so that
 * running it again over the same journal takes the same way. What a run can meet is an outcome, not an error.
 */
export async function runLoop(loop: Loop, start: RunStart, durable: Durable): Promise<RunOutcome> {
  const work = { loop, start, durable, item: onlyItem };
  let ending: Ending;
  try {
    ending = await workItem(work);
  } catch (error) {
    ending = { outcome: outcomeOf(error) };
  }
  try {
    await reclaim(work, ending, 1);
  } catch (error) {
    // A stop that arrives while the worktree is given back is too late to change how the run ended.
    if (error instanceof Stopped) await reclaim(work, ending, 2);
    else if (error instanceof StepFailed)
      return { ...ending.outcome, reason: `${ending.outcome.reason} ${error.message}` };
    else throw error;
  }
  return ending.outcome;
}

function outcomeOf(error: unknown): RunOutcome {
  if (error instanceof Stopped) return { status: 'stopped', reason: 'Stopped by a person.' };
  if (error instanceof StepFailed) return { status: 'failed', reason: error.message };
  throw error;
}

async function workItem(work: Bench): Promise<Ending> {
  const { loop, start, durable, item } = work;
  const deadline = start.startedAt + loop.budget['timeout-minutes'] * 60_000;
  const prepared = await durable.step(`${item}/prepare`, 'prepare', {
    item,
    worktree: start.worktree,
    branch: start.branch,
    base: start.base,
  });
  if (prepared.status === 'refused') return failed(`No worktree: ${prepared.reason}`);
  const commands = loop.isolation.setup;
  const setupFailure = await setUp(durable, { item, worktree: start.worktree, commands, key: item, deadline });
  if (setupFailure !== undefined) return failed(setupFailure);
  return iterate({ ...work, base: start.base, configuration: prepared.configuration }, deadline);
}

async function iterate(work: Workplace, deadline: number): Promise<Ending> {
  const { loop, start, durable, item } = work;
  const limit = loop.budget['max-iterations'];
  const before = await lookBefore(work, deadline);
  let head = start.base;
  let checks = before.checks;
  let feedback = feedbackOf(before.verdict.reasons, checks);
  for (let number = 1; ; number++) {
    if ((await durable.now(`${item}/${number}/start`)) >= deadline) return outOfTime(loop, number - 1);
    const pass = await makePass(work, number, { head, feedback, before: checks, deadline });
    const end = endAfter(pass, before.verdict.goalHolds);
    if (end === 'deliver') return deliver(work, pass);
    if (end !== 'again') return end;
    head = pass.change.head;
    checks = pass.checks.length > 0 ? pass.checks : checks;
    feedback = feedbackOf(pass.verdict.reasons, pass.checks);
    if (number === limit)
      return giveUp(`${limit} ${limit === 1 ? 'iteration' : 'iterations'} did not reach the goal`, pass);
  }
}

/** What comes after a pass, as far as the pass alone tells. */
function endAfter(pass: MadePass, goalHeldBefore: boolean): 'deliver' | 'again' | Ending {
  if (pass.verdict.accepted) return 'deliver';
  if (goalHeldBefore && pass.change.files.length === 0) {
    const reason = 'The goal held before, and the maker changed nothing.';
    return { outcome: { status: 'nothing-found', reason }, spent: pass.change.head };
  }
  return pass.report.final ? giveUp(pass.report.summary, pass) : 'again';
}

const failed = (reason: string): Ending => ({ outcome: { status: 'failed', reason } });

function giveUp(why: string, pass: MadePass): Ending {
  const reason = `${why.replace(/\.$/, '')}: ${pass.verdict.reasons.join(' ')}`;
  return { outcome: { status: 'gave-up', reason } };
}

function outOfTime(loop: Loop, iterations: number): Ending {
  const minutes = loop.budget['timeout-minutes'];
  const reason = `The budget of ${minutes} minutes is used up after ${iterations} iterations.`;
  return { outcome: { status: 'gave-up', reason } };
}
