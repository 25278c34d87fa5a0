import { join } from 'node:path';
import { restoreWorktree } from '../git/restoreWorktree.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';
import { worktreeAt } from './worktreeAt.ts';

/**
 * Brings a worktree back to the commit `head`; what is in git's way there is moved into `directory`. With its branch, HEAD
 * is put back first: otherwise the branch that somebody switched to would be moved.
 */
export async function restoreTo(
  world: Pick<StepWorld, 'repository' | 'indexes'>,
  {
    worktree,
    branch,
    head,
    directory,
  }: {
    readonly worktree: string;
    readonly branch?: string | undefined;
    readonly head: string;
    readonly directory: string;
  },
): Promise<void> {
  const at = await worktreeAt(world, worktree, { base: head, ...(branch === undefined ? {} : { branch }) });
  const restored = orFail(await restoreWorktree({ worktree: at, head, quarantine: join(directory, 'quarantine') }));
  world.indexes.set(worktree, restored.index);
}
