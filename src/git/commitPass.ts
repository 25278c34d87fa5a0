import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import type { Change } from '../model/change.ts';
import type { Result } from '../model/result.ts';
import { listFiles } from './changes.ts';
import { GitFailure } from './gitFailure.ts';
import { type Git, hardenedGit } from './hardened.ts';
import { type Authorship, authorshipEnvironment } from './identity.ts';
import { type IndexSeed, settleIndex, useSeed } from './indexSeed.ts';
import type { Quarantined } from './nestedRepositories.ts';
import { treeOf } from './objects.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { looseTip } from './refs.ts';
import { optional, sharedGit } from './repository.ts';
import { secureWorktree } from './secureWorktree.ts';
import { placeOf, type Worktree } from './worktree.ts';

export interface CommitRequest {
  /** With a branch. */
  readonly worktree: Worktree;
  /** The commit before this pass. */
  readonly parent: string;
  /** The whole message. */
  readonly message: string;
  readonly authorship: Authorship;
  /** Where nested repositories are moved to; outside the worktree. */
  readonly quarantine: string;
  /** A commit: the change since then is listed as well, in the time that committing takes anyway. */
  readonly changeFrom?: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a pass came to. */
export interface CommittedPass {
  /** The new commit, or `parent` where the pass changed nothing. */
  readonly commit: string;
  readonly tree: string;
  readonly changed: boolean;
  readonly quarantined: readonly Quarantined[];
  /** Where the branch was, if somebody else had moved it; those commits are no longer on it. Absent: it was deleted. */
  readonly branchMoved?: { readonly from?: string };
  /** What lies between `changeFrom` and `commit`. */
  readonly change?: Change;
  /** For the next commit: `{ ...worktree, index }`. */
  readonly index: IndexSeed;
}

/**
 * Commits what is in the worktree onto `parent`, whatever the pass did to the index, HEAD or the branch: everything not
 * ignored, through an index of our own, and onto the branch by compare-and-swap, never through HEAD. Commits that the pass
 * made itself are squashed into ours. The same request on the same files makes the same commit.
 */
export function commitWorktree(request: CommitRequest): Promise<Result<CommittedPass, GitProblem>> {
  return attempt(() => commit(request));
}

async function commit(request: CommitRequest): Promise<CommittedPass> {
  const { worktree, parent, signal } = request;
  const branch = worktree.branch ?? refuse({ code: 'worktree-broken', path: worktree.path, reason: 'no-entry' });
  const quarantined = await secureWorktree(worktree, parent, request.quarantine);
  const git = hardenedGit({ ...placeOf(worktree), signal });
  const index = path.join(worktree.gitDir, `loopwright-index-${randomUUID().slice(0, 8)}`);
  try {
    const seed = (await useSeed(worktree.index, parent, index)) ? worktree.index : undefined;
    const [tree, parentTree] = await Promise.all([stage(git, request, index, seed), seed?.tree ?? treeOf(git, parent)]);
    const changed = tree !== parentTree;
    // The index is done with and the trees are written: the rest goes on side by side.
    const { changeFrom } = request;
    const filesSince = (from: string) =>
      from === parent && !changed ? [] : listFiles(sharedGit(worktree, signal), from, tree);
    const [head, files, kept] = await Promise.all([
      changed ? commitTree(git, request, tree) : parent,
      changeFrom === undefined ? undefined : filesSince(changeFrom),
      settleIndex(index, worktree.gitDir),
    ]);
    const branchMoved = await moveBranch(git, worktree.commonDir, branch, parent, head);
    return {
      commit: head,
      tree,
      changed,
      quarantined,
      index: { ...kept, commit: head, tree },
      ...(files === undefined || changeFrom === undefined ? {} : { change: { base: changeFrom, head, tree, files } }),
      ...(branchMoved === undefined ? {} : { branchMoved }),
    };
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

/**
 * Swaps the branch from `parent`, or from wherever somebody moved it, to `head`; says where that was. One call where nobody
 * did, and it also verifies a branch that stays.
 */
async function moveBranch(
  git: Git,
  commonDir: string,
  branch: string,
  parent: string,
  head: string,
): Promise<CommittedPass['branchMoved']> {
  if (head === parent && (await looseTip(commonDir, branch)) === head) return undefined;
  try {
    await git.run(['update-ref', branch, head, parent]);
    return undefined;
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    const from = await optional(git.run(['rev-parse', '--verify', '-q', `${branch}^{commit}`]));
    // At `head` already: this very request was cut short after it.
    if (from === head) return undefined;
    if (from === parent) throw error;
    await git.run(['update-ref', branch, head, from ?? zeros(head)]);
    return from === undefined ? {} : { from };
  }
}

/** Adds everything to an index in which nothing is flagged as unchanged, and writes its tree. */
async function stage(git: Git, { parent }: CommitRequest, index: string, seed: IndexSeed | undefined): Promise<string> {
  const env = { GIT_INDEX_FILE: index };
  // What is tracked stays tracked even where an ignore file names it, so an empty index will not do.
  if (seed === undefined) await git.run(['read-tree', parent], { env });
  await git.run(['add', '-A', '--', '.'], { env });
  return (await git.run(['write-tree'], { env })).trim();
}

async function commitTree(git: Git, { parent, message, authorship }: CommitRequest, tree: string): Promise<string> {
  const options = { env: authorshipEnvironment(authorship), input: message };
  return (await git.run(['commit-tree', tree, '-p', parent, '-F', '-'], options)).trim();
}

/** The object id that says "does not exist", as long as this repository's ids are. */
function zeros(commit: string): string {
  return '0'.repeat(commit.length);
}
