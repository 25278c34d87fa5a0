import { lstat } from 'node:fs/promises';
import { candidateRef, deleteRef } from '../git/branch.ts';
import { findCommit } from '../git/objects.ts';
import { problemText } from '../git/problemText.ts';
import { removeWorktree } from '../git/removeWorktree.ts';
import type { Repository } from '../git/repository.ts';
import type { RunnerReply } from '../protocol/runner.ts';
import { Refused } from './refusal.ts';
import type { Runs } from './runs.ts';

type Cleaned = RunnerReply<'clean'>;

/** Gives back what ended runs hold: worktrees, branches, candidates. What landed nowhere goes only with `force`. */
export async function clean(
  repository: Pick<Repository, 'commonDir'>,
  runs: Runs,
  { run, force }: { readonly run?: string | undefined; readonly force: boolean },
): Promise<Cleaned> {
  const ids = run === undefined ? runs.summaries().map((summary) => summary.id) : [run];
  const cleaned: Cleaned = { removed: [], kept: [] };
  for (const id of ids) {
    const live = runs.find(id);
    if (live !== undefined) {
      cleaned.kept.push({ run: id, why: 'It has not ended. Land it, reject it or stop it first.' });
      continue;
    }
    const why = await cleanRun(repository, runs, id, force).catch(whyNot);
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
  runs: Runs,
  id: string,
  force: boolean,
): Promise<string | undefined> {
  const { start, outcome } = runs.state(id);
  const delivered = outcome?.status === 'delivered';
  // A branch that was the delivery is the person's now.
  const branchIsOurs = !(delivered && start.deliver.as === 'branch');
  const head = branchIsOurs ? await findCommit(repository, start.branch) : undefined;
  const exists = (await lstat(start.worktree).catch(() => undefined)) !== undefined;
  if (head === undefined && !exists) return 'nothing';
  const landed = outcome?.commit === undefined ? {} : { landedAs: outcome.commit };
  const branch = head === undefined ? {} : { branch: { name: start.branch, expectedHead: head, ...landed } };
  const removed = await removeWorktree({ repo: repository, path: start.worktree, force, ...branch });
  if (!removed.ok) return `${problemText(removed.error)} \`loopwright clean ${start.run} --force\` drops it.`;
  await deleteRef(repository, candidateRef(start.run));
  return undefined;
}
