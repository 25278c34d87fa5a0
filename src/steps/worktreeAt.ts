import type { Repository } from '../git/repository.ts';
import type { Worktree } from '../git/worktree.ts';
import { findEntry } from '../git/worktreeEntry.ts';
import type { StepWorld } from './stepWorld.ts';

/** The worktree of ours at `path`. Its git folder comes from the repository, never from a file that an agent can write. */
export async function worktreeAt(
  world: { readonly repository: Pick<Repository, 'commonDir'>; readonly indexes: StepWorld['indexes'] },
  path: string,
  work: { readonly branch?: string; readonly base: string },
): Promise<Worktree> {
  const { commonDir } = world.repository;
  const entry = await findEntry(commonDir, path);
  if (entry === undefined) {
    throw new Error(
      `The worktree ${path} is gone from git's list. Start a new run; its branch has what was committed.`,
    );
  }
  const index = world.indexes.get(path);
  return { path: entry.path, gitDir: entry.gitDir, commonDir, ...work, ...(index === undefined ? {} : { index }) };
}
