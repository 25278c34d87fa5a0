import type { Result } from '../model/result.ts';
import { type Authorship, authorshipEnvironment } from './identity.ts';
import { findCommit } from './objects.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { type Repository, sharedGit } from './repository.ts';

type Shared = Pick<Repository, 'commonDir'>;

/**
 * Moves a branch (full name) from one commit to another by compare-and-swap. Safe to call again after a crash: a branch
 * that is at `to` already stays. Problem: branch-moved.
 */
export function moveBranch(
  repo: Shared,
  { branch, from, to }: { readonly branch: string; readonly from: string; readonly to: string },
): Promise<Result<undefined, GitProblem>> {
  return attempt(async () => {
    const at = await findCommit(repo, branch);
    if (at === to) return undefined;
    if (at !== from) return refuse({ code: 'branch-moved', branch, expected: from, actual: at ?? 'deleted' });
    await sharedGit(repo).run(['update-ref', branch, to, from]);
    return undefined;
  });
}

/** One commit on `base` with the content of `head`. The same request makes the same commit. */
export function squash(
  repo: Shared,
  request: { readonly base: string; readonly head: string; readonly message: string; readonly authorship: Authorship },
): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const options = { env: authorshipEnvironment(request.authorship), input: request.message };
    const args = ['commit-tree', `${request.head}^{tree}`, '-p', request.base, '-F', '-'];
    return (await sharedGit(repo).run(args, options)).trim();
  });
}

/** Keeps what an item's landing would put on its target, as long as it has not landed. */
export const candidateRef = (run: string, item: string): string => `refs/loopwright/${run}/${item}/candidate`;

/** Deletes a ref of ours (full name); fine where it is gone already. */
export function deleteRef(repo: Shared, ref: string): Promise<Result<undefined, GitProblem>> {
  return attempt(async () => {
    await sharedGit(repo).run(['update-ref', '-d', ref]);
    return undefined;
  });
}
