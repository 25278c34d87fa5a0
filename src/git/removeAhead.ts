import type { Result } from '../model/result.ts';
import { madeAt } from './createWorktree.ts';
import { attempt, type GitProblem } from './problem.ts';
import { removeWorktree } from './removeWorktree.ts';
import { optional, type Repository, sharedGit } from './repository.ts';
import { AHEAD, lockedAs } from './worktree.ts';
import { findEntry, readEntries, type WorktreeEntry } from './worktreeEntry.ts';

type Shared = Pick<Repository, 'commonDir'>;

/**
 * Removes a worktree that was made ahead and that nobody took, with its branch where that is still at `base`. Any other
 * worktree at that path is left alone, and so is one that somebody took in the meantime.
 */
export function removeAhead(
  repo: Shared,
  wanted: { readonly path: string; readonly base: string; readonly branch?: string },
): Promise<Result<boolean, GitProblem>> {
  return attempt(async () => {
    const entry = await findEntry(repo.commonDir, wanted.path);
    // At our own path, one that git was stopped in the middle of making is ours as well.
    if (entry === undefined || !(isAhead(entry) || entry.locked === 'initializing')) return false;
    await remove(repo, entry, wanted.base);
    return true;
  });
}

/**
 * Removes every worktree that was made ahead and never taken, after a crash; a worktree loses that mark before anybody
 * gets it. Not while a pool of this repository is open. Answers the folders.
 */
export function removeLeftAhead(repo: Shared): Promise<Result<readonly string[], GitProblem>> {
  return attempt(async () => {
    const left = (await readEntries(repo.commonDir)).filter(isAhead);
    for (const entry of left) await remove(repo, entry, await madeAt(entry.gitDir));
    return left.map((entry) => entry.path);
  });
}

const isAhead = ({ locked }: WorktreeEntry): boolean => locked?.startsWith(lockedAs(AHEAD)) === true;

function branchOf({ head }: WorktreeEntry): string | undefined {
  return /^ref: (refs\/heads\/loops\/.+)$/.exec(head)?.[1];
}

/** `at`: where its branch was made; without it the branch stays. */
async function remove(repo: Shared, entry: WorktreeEntry, at: string | undefined): Promise<void> {
  const branch = branchOf(entry);
  const removed = await removeWorktree({ repo, path: entry.path, force: true });
  if (!removed.ok || branch === undefined || at === undefined) return;
  // Fails, and so keeps the branch, where it is somewhere else by now.
  await optional(sharedGit(repo).run(['update-ref', '-d', branch, at]));
}
