import type { Git } from './hardened.ts';
import { branchToReturnTo, operationInProgress } from './operationInProgress.ts';
import { refuse } from './problem.ts';
import { LOCK_PREFIX } from './worktree.ts';
import { readEntries } from './worktreeEntry.ts';
import { type ListedWorktree, listWorktrees } from './worktreeList.ts';

/** A checkout of the user's with the branch in question, and git's folder for it. */
export interface Checkout {
  readonly path: string;
  readonly gitDir: string;
}

/**
 * The one checkout that has `branch` checked out, or undefined where none has. Problems: checked-out-twice,
 * checkout-missing, held-by-loop, in-progress (a rebase or bisect that will come back to the branch).
 */
export async function findCheckout(git: Git, commonDir: string, branch: string): Promise<Checkout | undefined> {
  const listed = await listWorktrees(git);
  const gitDirs = new Map((await readEntries(commonDir)).map((entry) => [entry.path, entry.gitDir]));
  const all = listed.map((worktree, index) => ({
    worktree,
    // git lists the main checkout first; it has no entry.
    gitDir: index === 0 ? commonDir : gitDirs.get(worktree.path),
  }));
  for (const { worktree, gitDir } of all) {
    if (gitDir !== undefined && worktree.branch === undefined) await refuseReturning(worktree, gitDir, branch);
  }
  const holders = all.filter(({ worktree }) => worktree.branch === branch);
  const [holder, second] = holders;
  if (holder === undefined) return undefined;
  if (second !== undefined) {
    refuse({ code: 'checked-out-twice', branch, checkouts: holders.map(({ worktree }) => worktree.path) });
  }
  const { worktree, gitDir } = holder;
  if (worktree.locked?.startsWith(LOCK_PREFIX)) refuse({ code: 'held-by-loop', branch, checkout: worktree.path });
  if (worktree.prunable || gitDir === undefined) refuse({ code: 'checkout-missing', checkout: worktree.path });
  else return { path: worktree.path, gitDir };
}

async function refuseReturning(worktree: ListedWorktree, gitDir: string, branch: string): Promise<void> {
  if ((await branchToReturnTo(gitDir)) !== branch) return;
  const operation = (await operationInProgress(gitDir)) ?? 'rebase';
  refuse({ code: 'in-progress', checkout: worktree.path, operation });
}
