import * as path from 'node:path';
import { oddEntries } from './isClean.ts';
import { moveToQuarantine } from './nestedRepositories.ts';
import type { Worktree } from './worktree.ts';

/**
 * Moves away what earlier users of a worktree left among git's own files (the message of a commit, an unfinished merge), so
 * that `isClean` blames nobody else for it. What was worth keeping is committed by then.
 */
export async function clearEntry(worktree: Worktree, quarantine: string): Promise<void> {
  for (const name of await oddEntries(worktree)) await moveToQuarantine(path.join(worktree.gitDir, name), quarantine);
}
