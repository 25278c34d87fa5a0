import { iterationsOfItem } from '../model/loopFile.ts';
import { type Account, account } from './account.ts';
import { attempt } from './attempt.ts';
import type { Course } from './course.ts';
import { deliver } from './deliver.ts';
import type { Ending } from './ending.ts';
import { escalate } from './escalate.ts';
import type { Explored } from './explore.ts';
import { diffOf, noFacts, type Proven } from './facts.ts';
import { critiqueOf, feedbackOf } from './feedback.ts';
import { passGates } from './gates.ts';
import { hopeless } from './hopeless.ts';
import { keep } from './keep.ts';
import { emptyChange, objectionsAgainst } from './objections.ts';
import { type Circumstances, type Judged, judge, type MadePass, type State } from './pass.ts';
import { prove } from './prove.ts';
import { bestOf } from './ratchet.ts';
import { neverSat, type Requested, resume, withTheChangeBefore } from './requested.ts';
import { advance, beginning, failuresIn, type Progress, reviewed } from './stall.ts';
import type { Workplace } from './workplace.ts';

/**
 * Brings an item to its end: iterations until the goal is reached, then people, and where they request changes iterations
 * again, as many as the loop allows anew.
 */
export async function iterate(work: Workplace, explored: Explored): Promise<Ending> {
  const begun = await lookBefore(work);
  const why = hopeless(work.loop, begun.state.checks);
  if (why !== undefined) return gaveUp(why, 0);
  let round: Round = {
    work,
    course: firstCourse(work, begun, explored.told),
    spent: await account(work, 0, 'account'),
    after: 0,
    goalHeldBefore: begun.goalHolds,
  };
  for (let requested: Requested | undefined; ; ) {
    const reached = await tryAgain(round);
    if ('outcome' in reached) return requested === undefined ? reached : withTheChangeBefore(reached, requested);
    const { pass, course } = reached;
    const next = await deliver(round.work, pass, begun.before, requested?.sat ?? neverSat);
    if ('outcome' in next) return next;
    requested = next;
    const { work: place, number } = next.proposal;
    // Who changes nothing now has not found that there is nothing to do.
    round = { ...(await resume(next, course, explored.told)), work: place, after: number, goalHeldBefore: false };
  }
}

/** Iterations up to a change that people are asked about. */
interface Round {
  readonly work: Workplace;
  readonly course: Course;
  readonly spent: Account;
  /** The iteration that it begins after. */
  readonly after: number;
  readonly goalHeldBefore: boolean;
}

/** Lets the maker try again and again, told each time what was missing, until it reaches the goal or something ends it. */
async function tryAgain(round: Round): Promise<Ending | { readonly pass: MadePass; readonly course: Course }> {
  const { work, after, goalHeldBefore } = round;
  let { course, spent } = round;
  if (spent.over !== undefined) return gaveUp(spent.over, after);
  for (let number = after + 1; ; number++) {
    const obstacle = await mayBegin(work, number, course, spent);
    if (obstacle !== undefined) return { ...obstacle, iterations: number - 1 };
    const { pass, next } = await makePass(work, number, course, spent);
    spent = pass.account;
    const end = endAfter(work, pass, { goalHeldBefore, limit: await iterationsNow(work, number), after });
    if (end === 'deliver') return { pass, course: next };
    if (end !== 'again') return end;
    const gone = next.progress.stalled ? await escalate(work, number, next, stallReason(next, pass)) : next;
    if ('outcome' in gone) return gone;
    course = gone;
  }
}

/** What the first pass begins from. */
interface Begun {
  readonly state: State;
  readonly reasons: readonly string[];
  readonly goalHolds: boolean;
  /** How things stood before anybody changed anything. */
  readonly before: Proven;
}

/** Iteration 0: how checks and metrics stand before the first pass, where an earlier run has left the item or at the base. */
async function lookBefore(work: Workplace): Promise<Begun> {
  const { start, durable, item, loop, time } = work;
  const { change = { base: start.base, head: start.base, tree: start.base, files: [] }, before: known } =
    start.retry ?? {};
  const place = { key: `${item.id}/0`, worktree: work.worktree, iteration: 0, deadline: time.deadline };
  const isBase = change.head === start.base;
  const proven = await prove(
    work,
    place,
    known === undefined || isBase ? {} : { before: known, change: { base: start.base, head: change.head } },
  );
  const before = known ?? proven;
  const { goalHolds, reasons } = await durable.step(`${item.id}/0/decide`, 'decide', {
    item: item.id,
    iteration: 0,
    goal: loop.goal.until,
    facts: {
      ...noFacts(item, start),
      checks: [...proven.checks],
      metrics: { ...proven.metrics },
      baseline: { ...before.metrics },
      best: { ...bestOf(loop.metrics, before.metrics, proven.metrics).best },
      diff: diffOf(change),
    },
    objections: [],
  });
  const objections = isBase ? [emptyChange] : objectionsAgainst(loop, { change, quarantined: [] });
  return { state: { ...proven, change, objections }, reasons, goalHolds, before };
}

function firstCourse(
  { loop, start }: Workplace,
  { state, reasons, before }: Pick<Begun, 'state' | 'reasons' | 'before'>,
  explored: string,
): Course {
  const { checks } = state;
  return {
    told: explored,
    before,
    kept: state,
    latest: checks,
    feedback: [explored, start.retry?.told ?? '', feedbackOf({ reasons, checks })].reduce(toldWith),
    best: bestOf(loop.metrics, before.metrics, state.metrics).best,
    progress: beginning({
      ...failuresIn({ checks, objections: [] }, before.checks),
      tree: state.change.tree,
      critique: critiqueOf({ reasons, checks }),
    }),
    escalated: 0,
    settings: { generation: 1, bestOf: 1 },
  };
}

/** Whether there is time for another pass, and nobody has to be asked before it may spend. */
async function mayBegin(work: Workplace, number: number, course: Course, spent: Account): Promise<Ending | undefined> {
  const { durable, item, start, time, loop } = work;
  const now = await durable.now(`${item.id}/${number}/start`);
  const { raised } = await durable.ordered(`${item.id}/${number}/start`);
  if (raised.minutes !== undefined) time.allow(raised.minutes);
  if (now >= time.deadline) {
    const own = loop.budget['per-item']?.['timeout-minutes'];
    const minutes = (time.isTightened ? own : undefined) ?? time.minutes;
    return gaveUp(
      `The budget of ${minutes} minutes is used up after ${number === 2 ? '1 iteration' : `${number - 1} iterations`}.`,
      number - 1,
    );
  }
  if (!loop.gates.some((gate) => gate.before === 'spend')) return undefined;
  return passGates(work, 'spend', number, {
    ...noFacts(item, start),
    checks: [...course.latest],
    ...circumstances(work, { number, course, spent, now }),
  });
}

function circumstances(
  { start }: Workplace,
  { number, course, spent, now }: { number: number; course: Course; spent: Account; now: number },
): Circumstances {
  return {
    baseline: { ...course.before.metrics },
    best: { ...course.best },
    run: {
      iteration: number,
      noProgress: course.progress.noProgress,
      tokens: spent.run.tokens,
      costUsd: spent.run.costUsd,
      minutes: (now - start.startedAt) / 60_000,
    },
  };
}

async function makePass(
  work: Workplace,
  number: number,
  course: Course,
  spentBefore: Account,
): Promise<{ readonly pass: MadePass; readonly next: Course }> {
  const { durable, item, loop } = work;
  const made = await attempt(work, number, course);
  const { state, thrownAway } = await keep(work, number, course, made);
  const { improved, best } = bestOf(loop.metrics, course.best, made.state.metrics);
  const progress = advance(course.progress, signsOf(made.state, course, improved), loop.goal.stall.after);
  const spent = await account(work, number, 'account');
  const now = await durable.now(`${item.id}/${number}/made`);
  const after: Course = { ...course, kept: state, best, progress };
  const judged = await judge(work, {
    number,
    state,
    circumstances: circumstances(work, { number, course: after, spent, now }),
    asked: course.asked,
    isTimed: true,
  });
  const { checker, judge: aJudge } = loop.roles;
  const reviewed = checker !== undefined || aJudge !== undefined;
  const total = reviewed ? await account(work, number, 'account/review') : spent;
  const over = total.over ?? made.report.overBudget ?? judged.review.overBudget ?? spentBefore.over;
  const pass = {
    ...judged,
    report: made.report,
    made: made.state,
    thrownAway,
    account: { ...total, ...(over === undefined ? {} : { over }) },
  };
  return { pass, next: nextCourse({ ...after, progress: afterReview(progress, judged) }, pass) };
}

/** What a pass shows of whether the work gets anywhere. */
function signsOf(state: State, { before }: Course, metricsBetter: boolean) {
  const failures = failuresIn(state, before.checks);
  // Who changed nothing left the files as they were, and that is no new criticism.
  if (state.change.files.length === 0) return { ...failures, metricsBetter, tree: state.change.base, critique: '' };
  const critique = critiqueOf({ reasons: state.objections, checks: state.checks });
  return { ...failures, metricsBetter, tree: state.change.tree, critique };
}

function afterReview(progress: Progress, { state, review }: Judged): Progress {
  const happened = state.objections.length === 0 && (review.objections.length > 0 || review.verdict !== undefined);
  if (!happened) return progress;
  // Whom the judge did not see has no points yet.
  return reviewed(progress, { defects: review.objections.length, score: review.verdict?.score ?? 0 });
}

function nextCourse(course: Course, pass: MadePass): Course {
  const { made, verdict, thrownAway } = pass;
  const checks = made.checks.length > 0 ? made.checks : course.latest;
  const feedback = feedbackOf({
    reasons: [...new Set([...thrownAway, ...verdict.reasons])],
    checks: made.checks,
    defects: pass.review.defects,
    verdict: pass.review.verdict,
  });
  return { ...course, latest: checks, feedback: toldWith(course.told, feedback) };
}

const toldWith = (told: string, feedback: string): string =>
  [told, feedback].filter((part) => part !== '').join('\n\n');

/** What comes after a pass, as far as the pass alone tells. */
function endAfter(
  { branch }: Workplace,
  pass: MadePass,
  {
    goalHeldBefore,
    limit,
    after,
  }: { readonly goalHeldBefore: boolean; readonly limit: number; readonly after: number },
): 'deliver' | 'again' | Ending {
  const { number, verdict, report, state } = pass;
  if (verdict.accepted) return 'deliver';
  // "Nobody can do this" is for a person, also where the goal held before.
  if (report.unsatisfiable !== undefined) return gaveUpAfter(report.summary, pass);
  if (goalHeldBefore && pass.made.change.files.length === 0) {
    const reason = 'The goal held before, and the maker changed nothing.';
    const spent = { branch, head: state.change.head };
    return { outcome: { status: 'nothing-found', reason }, iterations: number, spent };
  }
  if (report.final) return gaveUpAfter(report.summary, pass);
  if (verdict.giveUp !== undefined) return gaveUpAfter(verdict.giveUp, pass);
  if (pass.account.over !== undefined) return gaveUp(pass.account.over, number);
  if (number - after < limit) return 'again';
  return gaveUpAfter(`${limit} ${limit === 1 ? 'iteration' : 'iterations'} did not reach the goal`, pass);
}

/** How many iterations the item may take, as it stood when this one was decided on. */
async function iterationsNow({ durable, item, loop }: Workplace, number: number): Promise<number> {
  const { raised } = await durable.ordered(`${item.id}/${number}/decide`);
  return raised.iterations ?? iterationsOfItem(loop);
}

function stallReason({ progress }: Course, pass: MadePass): string {
  const { reasons } = pass.verdict;
  return `Stalled: nothing got better in ${progress.noProgress} passes. ${reasons.join(' ')}`.trim();
}

const gaveUp = (reason: string, iterations: number): Ending => ({ outcome: { status: 'gave-up', reason }, iterations });

function gaveUpAfter(why: string, pass: MadePass): Ending {
  return gaveUp(`${why.replace(/\.$/, '')}: ${pass.verdict.reasons.join(' ')}`, pass.number);
}
