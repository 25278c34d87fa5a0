import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Git } from './hardened.ts';
import { useSeed } from './indexSeed.ts';
import type { Worktree } from './worktree.ts';

/** What of `git ls-files` names the files that differ from the index, and those that git would add. */
export const DIFFERING = ['-m', '-d', '-o', '--exclude-standard'] as const;

/** Lists files as `git ls-files` does with these options; one can be named more than once. */
export type ListFiles = (...which: readonly string[]) => Promise<readonly string[]>;

/**
 * Looks at a worktree through an index of our own that stands for `head`, in which nobody can have flagged a file. With the
 * seed of that commit git need not read the files again.
 */
export async function throughOwnIndex<T>(
  git: Git,
  { gitDir, index: seed }: Pick<Worktree, 'gitDir' | 'index'>,
  head: string,
  look: (list: ListFiles) => Promise<T>,
): Promise<T> {
  const index = path.join(gitDir, `loopwright-index-${randomUUID().slice(0, 8)}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (!(await useSeed(seed, head, index))) await git.run(['read-tree', head], { env });
    return await look(async (...which) => {
      const listed = await git.run(['ls-files', '-z', ...which], { env });
      return listed.split('\0').filter((file) => file !== '');
    });
  } finally {
    await rm(index, { force: true });
  }
}
