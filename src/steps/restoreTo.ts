import { join } from 'node:path';
import { restoreWorktree } from '../git/restoreWorktree.ts';
import { orFail } from './gitAnswer.ts';
import type { StepWorld } from './stepWorld.ts';
import { worktreeAt } from './worktreeAt.ts';

/** Brings a worktree back to the commit `head`; what is in git's way there is moved into `directory`. */
export async function restoreTo(
  world: StepWorld,
  { worktree, head, directory }: { readonly worktree: string; readonly head: string; readonly directory: string },
): Promise<void> {
  const at = await worktreeAt(world, worktree, { base: head });
  const restored = orFail(await restoreWorktree({ worktree: at, head, quarantine: join(directory, 'quarantine') }));
  world.indexes.set(worktree, restored.index);
}
