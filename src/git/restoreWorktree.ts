import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { type Git, hardenedGit } from './hardened.ts';
import { type IndexSeed, keepSeed, useSeed } from './indexSeed.ts';
import type { Quarantined } from './nestedRepositories.ts';
import { treeOf } from './objects.ts';
import { DIFFERING } from './ownIndex.ts';
import { attempt, type GitProblem } from './problem.ts';
import { looseTip } from './refs.ts';
import { optional } from './repository.ts';
import { secureWorktree } from './secureWorktree.ts';
import { placeOf, type Worktree } from './worktree.ts';

/**
 * Brings a worktree back to `head`: files, index and branch; what is neither tracked nor ignored is deleted, ignored files
 * (installed packages, build output) stay. For a pass that starts again after an interruption; nothing may run in it.
 */
export function restoreWorktree(request: {
  readonly worktree: Worktree;
  readonly head: string;
  readonly quarantine: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Result<{ readonly quarantined: readonly Quarantined[]; readonly index: IndexSeed }, GitProblem>> {
  return attempt(async () => {
    const { worktree, head, signal } = request;
    const quarantined = await secureWorktree(worktree, head, request.quarantine);
    const seed = await forgetIndex(worktree, head);
    const git = hardenedGit({ ...placeOf(worktree), signal });
    if (seed !== undefined && (await isAsCommitted(worktree, git, head))) return { quarantined, index: seed };
    const [tree] = await Promise.all([treeOf(git, head), git.run(['reset', '--hard', '-q', head])]);
    await git.run(['clean', '-ffdq']);
    return { quarantined, index: await keepSeed(worktree.gitDir, { commit: head, tree }) };
  });
}

/**
 * `reset --hard` leaves alone what the index flags as skip-worktree, so it starts from an index of ours, which is the
 * result, or from none.
 */
async function forgetIndex({ gitDir, index }: Worktree, head: string): Promise<IndexSeed | undefined> {
  const target = path.join(gitDir, 'index');
  await rm(`${target}.lock`, { force: true });
  if (await useSeed(index, head, target)) return index;
  await rm(target, { force: true, recursive: true });
  return undefined;
}

/** Mostly nobody has touched anything since the commit: one look tells, where putting it back takes three calls. */
async function isAsCommitted(worktree: Worktree, git: Git, head: string): Promise<boolean> {
  const [changed, isThere] = await Promise.all([git.run(['ls-files', '-z', ...DIFFERING]), isAt(worktree, git, head)]);
  return changed === '' && isThere;
}

/** Whether HEAD, which names the branch by now, is at `head`. A loose ref is the one that counts; git is asked for others. */
async function isAt({ branch, commonDir }: Worktree, git: Git, head: string): Promise<boolean> {
  if (branch !== undefined && (await looseTip(commonDir, branch)) === head) return true;
  return (await optional(git.run(['rev-parse', '--verify', '-q', 'HEAD']))) === head;
}
