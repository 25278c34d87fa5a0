import type { Change } from '../model/change.ts';
import type { Facts, Identity, MakerReport, StepResult } from '../model/steps.ts';
import type { Account } from './account.ts';
import { diffOf, type Proven } from './facts.ts';
import { objectionsAgainst } from './objections.ts';
import { prove } from './prove.ts';
import { type Review, review } from './review.ts';
import { placeOf, type Workplace } from './workplace.ts';

/** A state of the files that a pass has left: what it changed, and what was proven of it. */
export interface State extends Proven {
  readonly change: Change;
  /** Why it is not worth proving, or reviewing; empty where nothing speaks against it. */
  readonly objections: readonly string[];
}

/** Commits that the engine makes of a maker's work. The person who lands it signs the landing. */
export const loopIdentity: Identity = { name: 'Loopwright', email: 'loopwright@localhost' };

/** What is committed and how it came about. */
export interface Commit {
  /** First part of the keys of its steps, after the item: `3`, or `3/best/2`. */
  readonly key: string;
  readonly number: number;
  readonly parent: string;
  readonly message: string;
  readonly author: Identity;
  readonly before: Proven;
  readonly deadline?: number;
  /** Known already to fail the pass: it is committed, so that nothing is lost, and not proven. */
  readonly objection?: string | undefined;
}

/** Commits what is in the worktree now, whoever put it there. */
export async function commitWork(
  work: Workplace,
  { key: own, number, parent, message, author }: Omit<Commit, 'before' | 'deadline' | 'objection'>,
): Promise<StepResult<'commit'>> {
  const { durable, item, branch, base, configuration } = work;
  const key = `${item.id}/${own}`;
  return durable.step(`${key}/commit`, 'commit', {
    ...placeOf(work),
    iteration: number,
    branch,
    base,
    parent,
    message,
    author,
    at: await durable.now(`${key}/now`),
    configuration,
  });
}

/** The same, and proves it where nothing speaks against it. */
export async function commitAndProve(work: Workplace, commit: Commit): Promise<State> {
  const { item, loop } = work;
  const key = `${item.id}/${commit.key}`;
  const { change, quarantined } = await commitWork(work, commit);
  const objections = [
    ...(commit.objection === undefined ? [] : [commit.objection]),
    ...objectionsAgainst(loop, { change, quarantined }),
  ];
  if (objections.length > 0) return { change, objections, checks: [], metrics: {} };
  const { deadline, before, number } = commit;
  const place = { key, worktree: work.worktree, iteration: number, ...(deadline === undefined ? {} : { deadline }) };
  const proven = await prove(work, place, { before, change: { base: work.base, head: change.head } });
  return { change, objections, ...proven };
}

/** What a pass came to. */
export interface Judged {
  readonly number: number;
  readonly state: State;
  readonly facts: Facts;
  readonly review: Review;
  readonly verdict: StepResult<'decide'>;
}

/** A pass of the maker, judged. */
export interface MadePass extends Judged {
  readonly report: MakerReport;
  /** What the maker left; with a ratchet `state` can be an earlier, better one. */
  readonly made: State;
  /** Why that is so. */
  readonly thrownAway: readonly string[];
  readonly account: Account;
}

/** What is known beside the state itself. */
export type Circumstances = Pick<Facts, 'baseline' | 'best' | 'run'>;

/** Has the state reviewed where that could matter, and decides: is this the end? */
export async function judge(
  work: Workplace,
  {
    number,
    state,
    circumstances,
    asked,
    isTimed,
  }: {
    readonly number: number;
    readonly state: State;
    readonly circumstances: Circumstances;
    /** What a person asked of this pass, for the checker. */
    readonly asked?: string | undefined;
    /** Whether it is working time. */
    readonly isTimed: boolean;
  },
): Promise<Judged> {
  const { durable, item, loop, start } = work;
  const { change, objections } = state;
  const facts: Facts = {
    checks: [...state.checks],
    metrics: { ...state.metrics },
    ...circumstances,
    diff: diffOf(change),
    item: item.data,
    inputs: { ...start.inputs },
  };
  const said =
    objections.length > 0
      ? { defects: [], objections: [] }
      : await review(work, {
          number,
          base: change.base,
          head: change.head,
          facts,
          asked,
          isTimed,
        });
  const all: Facts = said.verdict === undefined ? facts : { ...facts, judge: said.verdict };
  const verdict = await durable.step(`${item.id}/${number}/decide`, 'decide', {
    item: item.id,
    iteration: number,
    goal: loop.goal.until,
    ...(loop.goal['give-up'] === undefined ? {} : { giveUp: loop.goal['give-up'] }),
    facts: all,
    objections: [...objections, ...said.objections],
  });
  // From here on a person may edit the worktree; what the checks left in it must not pass for an edit.
  if (verdict.accepted) {
    await durable.step(`${item.id}/${number}/tidy`, 'tidy', { ...placeOf(work), iteration: number, head: change.head });
  }
  return { number, state, facts: all, review: said, verdict };
}
