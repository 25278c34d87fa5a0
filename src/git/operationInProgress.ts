import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { OperationInProgress } from './problem.ts';
import { textOf } from './worktreeEntry.ts';

/** What git leaves in a checkout's git dir while something is under way. `rebase-apply` is also `git am`. */
const MARKS: readonly (readonly [string, OperationInProgress])[] = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

/** What is under way in the checkout of this git dir. */
export async function operationInProgress(gitDir: string): Promise<OperationInProgress | undefined> {
  for (const [mark, operation] of MARKS) {
    if (await stat(path.join(gitDir, mark)).catch(() => undefined)) return operation;
  }
  return undefined;
}

/**
 * The branch (full name) that a rebase or bisect will come back to. HEAD is detached meanwhile, so `worktree list` does not
 * show it, and moving it under their feet breaks their end.
 */
export async function branchToReturnTo(gitDir: string): Promise<string | undefined> {
  for (const file of ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']) {
    const name = (await textOf(path.join(gitDir, file)))?.trim();
    if (name) return name.startsWith('refs/') ? name : `refs/heads/${name}`;
  }
  return undefined;
}
