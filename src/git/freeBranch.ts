import type { Result } from '../model/result.ts';
import { attempt, type GitProblem } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';
import { findEntry } from './worktreeEntry.ts';

type Shared = Pick<Repository, 'commonDir'>;

/**
 * The name (full) for a new branch: `branch` itself where there is no such branch, otherwise the first of `branch-2`,
 * `branch-3`, … that there is not. The branch of the worktree at `worktree` is not in its own way. Nothing is made, so
 * somebody else may take the name before its branch is.
 */
export function freeBranch(
  repo: Shared,
  { branch, worktree }: { readonly branch: string; readonly worktree: string },
): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const taken = await namesLike(repo, branch);
    if (taken.size === 0) return branch;
    const own = (await findEntry(repo.commonDir, worktree))?.head.replace(/^ref: /, '');
    return firstFree(branch, (name) => name !== own && isTaken(taken, name));
  });
}

/** One process for all names that may come to count: in a year of nightly runs there are hundreds. */
async function namesLike(repo: Shared, branch: string): Promise<ReadonlySet<string>> {
  const listed = await sharedGit(repo).run(['for-each-ref', '--format=%(refname)', branch, `${branch}-*`]);
  return new Set(listed.split('\n').filter((name) => name !== ''));
}

/** To git a branch is a file and the slashes are folders: where there is `a/b` there can be no `a`. */
const isTaken = (taken: ReadonlySet<string>, name: string): boolean =>
  taken.has(name) || [...taken].some((other) => other.startsWith(`${name}/`));

function firstFree(branch: string, isUsed: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? branch : `${branch}-${number}`;
    if (!isUsed(name)) return name;
  }
}
