import { lstat } from 'node:fs/promises';
import { candidateRef, deleteRef } from '../git/branch.ts';
import { findCommit } from '../git/objects.ts';
import { problemText } from '../git/problemText.ts';
import { type Removal, removeWorktree } from '../git/removeWorktree.ts';
import type { Repository } from '../git/repository.ts';
import type { RunStart } from '../model/event.ts';
import type { RunState } from '../model/runState.ts';
import { type ItemView, itemsOf } from '../model/runView.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { itemOf } from './landing.ts';
import { Refused } from './refusal.ts';
import type { Runs } from './runs.ts';

type Cleaned = RunnerReply<'clean'>;

/** Gives back what ended runs hold: worktrees, branches, candidates. What landed nowhere goes only with `force`. */
export async function clean(
  repository: Pick<Repository, 'commonDir'>,
  runs: Runs,
  { run, item, force }: RunnerParams<'clean'>,
): Promise<Cleaned> {
  const ids = run === undefined ? runs.summaries().map((summary) => summary.id) : [run];
  const cleaned: Cleaned = { removed: [], kept: [] };
  for (const id of ids) {
    const live = runs.find(id);
    if (live !== undefined) {
      cleaned.kept.push({ run: id, why: notEnded });
      continue;
    }
    const why = await cleanRun(repository, runs, { run: id, item: run === undefined ? undefined : item, force }).catch(
      whyNot,
    );
    if (why === 'nothing') continue;
    if (why === undefined) cleaned.removed.push(id);
    else cleaned.kept.push({ run: id, why });
  }
  return cleaned;
}

function whyNot(error: unknown): string {
  if (error instanceof Refused) return error.message;
  throw error;
}

/** `nothing` when there was nothing left of it; otherwise why it is kept, or undefined when it is gone. */
async function cleanRun(
  repository: Pick<Repository, 'commonDir'>,
  runs: Pick<Runs, 'state'>,
  { run, item: named, force }: RunnerParams<'clean'> & { readonly run: string },
): Promise<string | undefined> {
  const state = runs.state(run);
  const kept: string[] = [];
  let found = 0;
  for (const item of named === undefined ? itemsOf(state) : [itemOf(state, named)]) {
    const why = await cleanItem(repository, state, item, force);
    await deleteRef(repository, candidateRef(state.start.run, item.id));
    if (why === 'nothing') continue;
    found += 1;
    if (why !== undefined) kept.push(why);
  }
  if (found === 0) return 'nothing';
  if (kept.length > 0) return `${kept.join(' ')} \`loopwright clean ${state.start.run} --force\` drops it.`;
  return undefined;
}

async function cleanItem(
  repository: Pick<Repository, 'commonDir'>,
  state: RunState,
  item: ItemView,
  force: boolean,
): Promise<string | undefined> {
  const { path, branch } = await heldBy(repository, state, item);
  const exists = (await lstat(path).catch(() => undefined)) !== undefined;
  if (branch === undefined && !exists) return 'nothing';
  const removed = await removeWorktree({ repo: repository, path, force, ...(branch === undefined ? {} : { branch }) });
  return removed.ok ? undefined : problemText(removed.error);
}

/** The worktree of an item that is over, and the branch that goes with it, where that is still there. */
export async function heldBy(
  repository: Pick<Repository, 'commonDir'>,
  { start }: { readonly start: Pick<RunStart, 'worktrees' | 'deliver'> },
  item: Pick<ItemView, 'id' | 'outcome' | 'branch'>,
): Promise<Pick<Removal, 'path' | 'branch'>> {
  const path = `${start.worktrees}-${item.id}`;
  // A branch that was the delivery is the person's now.
  const isDelivery = item.outcome?.status === 'delivered' && start.deliver.as !== 'merge';
  const name = isDelivery ? undefined : item.branch;
  const head = name === undefined ? undefined : await findCommit(repository, name);
  if (name === undefined || head === undefined) return { path };
  const commit = item.outcome?.commit;
  return { path, branch: { name, expectedHead: head, ...(commit === undefined ? {} : { landedAs: commit }) } };
}

/** Why nothing is taken from a run that goes on. */
export const notEnded = 'It has not ended. Land it, reject it or stop it first.';
