import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFresh } from '../agents/report/openPlain.ts';
import type { StepContext } from '../engine/durable.ts';
import { freeBranch } from '../git/freeBranch.ts';
import type { GitProblem } from '../git/problem.ts';
import type { Worktree } from '../git/worktree.ts';
import type { PooledWorktree } from '../git/worktreePool.ts';
import type { Result } from '../model/result.ts';
import type { StepWorld } from './stepWorld.ts';

type Made = Result<Worktree, GitProblem>;

/**
 * Makes the worktree on a new branch: the one that is wanted, or that name with a number where it is taken. The name is on
 * disk before there is a branch of it, so that a branch which an interrupted call of this step left is known as its own;
 * every other one is somebody's, whatever it holds. A name with the run's id in it is the run's own from the beginning.
 */
export async function takeOnNewBranch(
  { repository, worktrees }: Pick<StepWorld, 'repository' | 'worktrees'>,
  wanted: PooledWorktree & { readonly branch: string },
  { directory, runId }: Pick<StepContext, 'directory' | 'runId'>,
): Promise<Made> {
  const file = join(directory, 'branch');
  const begun = await readFile(file, 'utf8').catch(() => undefined);
  if (begun !== undefined) {
    const made = await worktrees.take({ ...wanted, branch: begun });
    if (!isTaken(made)) return made;
  }
  // Nobody else makes branches with this run's id in their name: one that is left was made ahead, or by a call that was cut off.
  if (wanted.branch.includes(runId)) {
    const made = await worktrees.take(wanted);
    if (!isTaken(made)) return made;
  }
  for (;;) {
    const free = await freeBranch(repository, { branch: wanted.branch, worktree: wanted.path });
    if (!free.ok) return free;
    await writeFresh(file, free.value);
    const made = await worktrees.take({ ...wanted, branch: free.value });
    // Another item may have been faster; then its name is seen the next time.
    if (!isTaken(made)) return made;
  }
}

const isTaken = (made: Made): boolean => !made.ok && made.error.code === 'branch-exists';
