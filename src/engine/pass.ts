import type { Change } from '../model/change.ts';
import type { Loop } from '../model/loopFile.ts';
import { checkOutcome } from '../model/runView.ts';
import type { CheckOutcome, Identity, MakerReport, StepInput, StepResult } from '../model/steps.ts';
import { checksAskedFor } from './goal.ts';
import { objectionsTo, protectedGlobs } from './policy.ts';
import type { Bench, Workplace } from './workplace.ts';

/** What a judged pass leaves behind. */
export interface Pass {
  readonly number: number;
  readonly change: Change;
  readonly checks: readonly CheckOutcome[];
  readonly verdict: StepResult<'decide'>;
}

export interface MadePass extends Pass {
  readonly report: MakerReport;
}

/** Commits that the engine makes of a maker's work. The person who lands it signs the landing. */
const loopIdentity: Identity = { name: 'Loopwright', email: 'loopwright@localhost' };

/** Runs the checks in the order written, each to its end, so that the maker is told of every failure at once. */
export async function runChecks(
  { loop, durable, item }: Bench,
  place: { key: string; worktree: string; iteration?: number; deadline?: number },
): Promise<readonly CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  const { key, ...where } = place;
  for (const check of loop.checks) {
    const result = await durable.step(`${key}/check/${check.id}`, 'check', { item, ...where, check: { ...check } });
    outcomes.push(checkOutcome(check.id, result));
  }
  return outcomes;
}

/** Iteration 0: how the checks stand before anybody changed anything. */
export async function lookBefore(work: Workplace, deadline: number): Promise<Pick<Pass, 'checks' | 'verdict'>> {
  const { loop, start, durable, item } = work;
  const checks = await runChecks(work, { key: `${item}/0`, worktree: start.worktree, iteration: 0, deadline });
  const verdict = await durable.step(`${item}/0/decide`, 'decide', decision(item, 0, loop.goal, checks, []));
  return { checks, verdict };
}

/** One pass of the maker: make, commit, check, decide. A change that breaks the policy is not worth checking. */
export async function makePass(
  work: Workplace,
  number: number,
  told: { head: string; feedback: string; before: readonly CheckOutcome[]; deadline: number },
): Promise<MadePass> {
  const { loop, start, durable, item } = work;
  const { maker } = loop.roles;
  const report = await durable.step(`${item}/${number}/make`, 'make', {
    item,
    worktree: start.worktree,
    iteration: number,
    head: told.head,
    agent: maker.agent,
    ...(maker.run === undefined ? {} : { run: maker.run }),
    ...(maker.prompt === undefined ? {} : { prompt: maker.prompt }),
    feedback: told.feedback,
    checks: checksToPlease(loop, told.before),
    allowedPaths: loop.policy['allowed-paths'] ?? [],
    protectedPaths: [...protectedGlobs(loop.policy)],
    deadline: told.deadline,
  });
  const message = `${start.loop}: iteration ${number} of ${start.run}\n`;
  const pass = await judgePass(work, number, told.head, { message, author: loopIdentity, deadline: told.deadline });
  return { ...pass, report };
}

/** The checks that the goal asks for, and how each stood before the pass. */
function checksToPlease(loop: Loop, before: readonly CheckOutcome[]): StepInput<'make'>['checks'] {
  const asked = checksAskedFor(
    loop.goal,
    loop.checks.map((check) => check.id),
  );
  return loop.checks
    .filter((check) => asked.includes(check.id))
    .map((check) => ({ ...check, passed: before.some((one) => one.id === check.id && one.passed) }));
}

/** Judges what is in the worktree now, whoever put it there: commit, policy, checks, goal. */
export async function judgePass(
  work: Workplace,
  number: number,
  head: string,
  commit: { message: string; author: Identity; deadline?: number },
): Promise<Pass> {
  const { loop, start, durable, item } = work;
  const key = `${item}/${number}`;
  const { change, quarantined } = await durable.step(`${key}/commit`, 'commit', {
    item,
    worktree: start.worktree,
    iteration: number,
    branch: start.branch,
    base: work.base,
    parent: head,
    message: commit.message,
    author: commit.author,
    at: await durable.now(`${key}/now`),
    configuration: work.configuration,
  });
  const objections = [
    ...quarantined.map(
      (path) => `${path} is a git repository or redirects git inside the worktree; it was moved away.`,
    ),
    ...(change.files.length === 0 ? ['The change is empty: nothing differs from the base.'] : []),
    ...objectionsTo(change, loop.policy),
  ];
  const where = { key, worktree: start.worktree, iteration: number };
  const checks =
    objections.length > 0
      ? []
      : await runChecks(work, commit.deadline === undefined ? where : { ...where, deadline: commit.deadline });
  const verdict = await durable.step(`${key}/decide`, 'decide', decision(item, number, loop.goal, checks, objections));
  // From here on a person may edit the worktree; what the checks left in it must not pass for an edit.
  if (verdict.accepted) {
    const { head: committed } = change;
    await durable.step(`${key}/tidy`, 'tidy', { item, worktree: start.worktree, iteration: number, head: committed });
  }
  return { number, change, checks, verdict };
}

function decision(
  item: string,
  iteration: number,
  goal: string,
  checks: readonly CheckOutcome[],
  objections: readonly string[],
) {
  return { item, iteration, goal, checks: [...checks], objections: [...objections] };
}
