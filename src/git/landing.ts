import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { type Checkout, findCheckout } from './checkouts.ts';
import { GitFailure } from './gitFailure.ts';
import { type Git, hardenedGit } from './hardened.ts';
import { mergeRefusal } from './landingRefusal.ts';
import { acquireLock } from './lock.ts';
import { findCommit } from './objects.ts';
import { operationInProgress } from './operationInProgress.ts';
import { ownGit } from './ownGit.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { looseTip } from './refs.ts';
import { optional, type Repository, sharedGit } from './repository.ts';
import { textOf } from './worktreeEntry.ts';

export interface LandingRequest {
  readonly repo: Pick<Repository, 'commonDir'>;
  /** Full name of the branch. */
  readonly into: string;
  /** The commit to land, as `mergeCandidate` made it. */
  readonly candidate: string;
  /** Where `into` must be. */
  readonly old: string;
}

export interface Landing {
  /** `already-landed`: an earlier call did it, perhaps one that was killed before it could say so. */
  readonly status: 'landed' | 'already-landed';
  readonly commit: string;
  /** The checkout whose files were updated with the branch. */
  readonly checkout?: string;
}

/**
 * Puts the candidate on the branch, once, or refuses and touches nothing: no file, index or stash of the user's. May be
 * repeated after a crash at any moment. Cannot be stopped half way, so it takes no signal.
 *
 * Where the branch is checked out, git's own fast-forward moves branch, index and files together (a bare `update-ref` would
 * leave staged reversals), with the user's configuration, so that line ends and filters are theirs; their hooks do not run.
 *
 * Problems: moved, dirty-overlap, untracked-overlap, ignored-overlap, in-progress, locked, checked-out-twice,
 * checkout-missing, held-by-loop, unknown-revision, busy.
 */
export function land(request: LandingRequest): Promise<Result<Landing, GitProblem>> {
  return attempt(async () => {
    const lock = await acquireLock(request.repo.commonDir, 'landing', { timeoutMs: 300_000 });
    if (!lock.ok) return refuse(lock.error);
    try {
      return await landAlone(request);
    } finally {
      await lock.value.release();
    }
  });
}

/** With no other landing of ours in this repository: git's refusal of two merges at once would look like the user's files. */
async function landAlone(request: LandingRequest): Promise<Landing> {
  const { repo, into, candidate, old } = request;
  const git = sharedGit(repo);
  const loose = await looseTip(repo.commonDir, into);
  const now = loose ?? (await findCommit(repo, into)) ?? refuse({ code: 'unknown-revision', revision: into });
  // The candidate comes after `old`: a branch that is still there cannot have it.
  if (now !== old || now === candidate) {
    if (await contains(git, now, candidate)) return { status: 'already-landed', commit: candidate };
    refuse({ code: 'moved', branch: into, expected: old, actual: now });
  }
  const checkout = await findCheckout(git, repo.commonDir, into);
  if (checkout === undefined) {
    await swapRef(git, request);
    return { status: 'landed', commit: candidate };
  }
  await mergeInto(request, checkout);
  return { status: 'landed', commit: candidate, checkout: checkout.path };
}

/** Whether `commit` is in the history of `tip`. Exit code 1 says no. */
async function contains(git: Git, tip: string, commit: string): Promise<boolean> {
  if (tip === commit) return true;
  return (await optional(git.run(['merge-base', '--is-ancestor', commit, tip]))) !== undefined;
}

async function swapRef(git: Git, request: LandingRequest): Promise<void> {
  const { repo, into, candidate, old } = request;
  try {
    await git.run(['update-ref', '-m', 'loopwright: landed', into, candidate, old]);
  } catch (error) {
    const now = await findCommit(repo, into);
    if (now === undefined || now === old) throw error;
    if (!(await contains(git, now, candidate))) refuse({ code: 'moved', branch: into, expected: old, actual: now });
  }
}

async function mergeInto(request: LandingRequest, checkout: Checkout): Promise<void> {
  const { repo, into, candidate, old } = request;
  const place = { gitDir: checkout.gitDir, commonDir: repo.commonDir, workTree: checkout.path };
  const operation = await operationInProgress(checkout.gitDir);
  if (operation !== undefined) refuse({ code: 'in-progress', checkout: checkout.path, operation });
  const hardened = hardenedGit(place);
  if (!(await isOn(request, checkout, old))) {
    const said = await optional(hardened.run(['rev-parse', '-q', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']));
    const [head, branch] = said?.split('\n') ?? [];
    if (branch !== into || head !== old) {
      refuse({ code: 'moved', branch: into, expected: old, actual: head ?? 'nothing' });
    }
  }
  // Not `-C`: the git dir is the one git recorded for this checkout, not what a `.git` file there says.
  const git = ownGit({ cwd: checkout.path, place });
  try {
    await git.run(['merge', '--ff-only', '--no-autostash', '--no-overwrite-ignore', '--no-stat', '-q', candidate]);
  } catch (error) {
    if (error instanceof GitFailure && error.reason === 'exit') await refuseMerge(error, request, checkout, git);
    throw error;
  }
  if (!(await isOn(request, checkout, candidate))) await verifyLanded(request, hardened);
}

/** Whether git's files say that the checkout is on the branch and the branch at `commit`; false may mean unknown. */
async function isOn({ repo, into }: LandingRequest, checkout: Checkout, commit: string): Promise<boolean> {
  const [head, tip] = await Promise.all([textOf(path.join(checkout.gitDir, 'HEAD')), looseTip(repo.commonDir, into)]);
  return head?.trim() === `ref: ${into}` && tip === commit;
}

/** Reads both back: the branch and what the checkout stands on. */
async function verifyLanded({ repo, into, candidate, old }: LandingRequest, checkout: Git): Promise<void> {
  const said = await optional(checkout.run(['rev-parse', '-q', `${into}^{commit}`, 'HEAD^{commit}']));
  if (said === `${candidate}\n${candidate}`) return;
  const branch = await findCommit(repo, into);
  // Somebody switched or committed in the very moment; where the candidate is in, it has landed all the same.
  if (branch !== undefined && (await contains(sharedGit(repo), branch, candidate))) return;
  refuse({ code: 'moved', branch: into, expected: old, actual: branch ?? 'nothing' });
}

async function refuseMerge(error: GitFailure, request: LandingRequest, checkout: Checkout, git: Git): Promise<never> {
  const refusal = mergeRefusal(error);
  if (refusal.kind === 'other') return refuse(refusal.problem);
  if (refusal.kind === 'dirty') return refuse({ code: 'dirty-overlap', checkout: checkout.path, paths: refusal.paths });
  if (refusal.kind === 'untracked') return refuseUntracked(refusal.paths, checkout, git);
  const actual = (await findCommit(request.repo, request.into)) ?? 'nothing';
  return refuse({ code: 'moved', branch: request.into, expected: request.old, actual });
}

async function refuseUntracked(paths: readonly string[], checkout: Checkout, git: Git): Promise<never> {
  const listed = await optional(git.run(['check-ignore', '-z', '--stdin'], { input: paths.join('\0') }));
  const ignored = listed?.split('\0').filter((file) => file !== '') ?? [];
  if (ignored.length === paths.length) {
    return refuse({ code: 'ignored-overlap', checkout: checkout.path, paths: ignored });
  }
  return refuse({ code: 'untracked-overlap', checkout: checkout.path, paths });
}
