import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { hardenedGit } from './hardened.ts';
import { findCommit } from './objects.ts';
import { DIFFERING, throughOwnIndex } from './ownIndex.ts';
import { attempt, type GitProblem } from './problem.ts';
import { secureWorktree } from './secureWorktree.ts';
import { placeOf, type Worktree } from './worktree.ts';
import { textOf } from './worktreeEntry.ts';

export interface Cleanliness {
  readonly clean: boolean;
  /** Paths that differ from the commit and that git would add, at most 50. */
  readonly paths: readonly string[];
  /** How many more there are. */
  readonly more: number;
  /** What was done to git's own files of this worktree, in words: `HEAD is on refs/heads/main`. */
  readonly git: readonly string[];
}

const SHOWN = 50;

/**
 * Whether a worktree is as it was handed to a role that may only read: every file as in `head`, nothing new that git would
 * add (ignored files are build output and no work), and HEAD, the branch and git's own files as we left them. Nested
 * repositories and redirections count, and are moved to `quarantine` as before every use. Call it when the role's processes
 * are gone; what it finds is undone by `restoreWorktree`.
 * Problems: worktree-broken, unknown-revision.
 */
export function isClean(request: {
  readonly worktree: Worktree;
  readonly head: string;
  readonly quarantine: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Result<Cleanliness, GitProblem>> {
  return attempt(async () => {
    const { worktree, head, signal } = request;
    const [reached, branch] = await Promise.all([reachedForGit(worktree, head), branchMoved(worktree, head)]);
    const quarantined = await secureWorktree(worktree, head, request.quarantine);
    const intruders = quarantined.map(({ kind, path: file }) => `${file} was left there (${kind})`);
    const paths = await differing(worktree, head, signal);
    const git = [...reached, ...branch, ...intruders];
    return {
      clean: paths.length === 0 && git.length === 0,
      paths: paths.slice(0, SHOWN),
      more: Math.max(0, paths.length - SHOWN),
      git,
    };
  });
}

/** Files that differ from `head` or that git would add, seen through an index that nobody else can have flagged. */
async function differing(worktree: Worktree, head: string, signal: AbortSignal | undefined): Promise<string[]> {
  const git = hardenedGit({ ...placeOf(worktree), signal });
  const listed = await throughOwnIndex(git, worktree, head, (list) => list(...DIFFERING));
  return [...new Set(listed)].sort();
}

/** What git keeps for a worktree by itself, and what reading commands (`status`, `log`, `fetch`) may leave. */
const USUAL = new Set([
  'HEAD',
  'ORIG_HEAD',
  'FETCH_HEAD',
  'commondir',
  'gitdir',
  'index',
  'index.lock',
  'locked',
  'logs',
]);

async function reachedForGit(worktree: Worktree, head: string): Promise<readonly string[]> {
  const odd = await oddEntries(worktree);
  const at = (await textOf(path.join(worktree.gitDir, 'HEAD')))?.trim() ?? 'nothing';
  const expected = worktree.branch === undefined ? head : `ref: ${worktree.branch}`;
  return [
    ...(at === expected ? [] : [`HEAD is on ${at.replace(/^ref: /, '')}`]),
    ...odd.map((name) => `.git/${name} was written`),
  ];
}

/** What lies among git's own files of a worktree beside what git and we keep there: an unfinished merge, a commit's message. */
export async function oddEntries({ gitDir }: Pick<Worktree, 'gitDir'>): Promise<readonly string[]> {
  const names = await readdir(gitDir).catch(() => []);
  const odd = names.filter((name) => !USUAL.has(name) && !name.startsWith('loopwright-') && name !== 'config.worktree');
  const kept = await Promise.all(odd.map((name) => isEmptyFolder(path.join(gitDir, name))));
  return odd.filter((_name, index) => !kept[index]);
}

/** `refs` and `info` are made empty by git itself. */
async function isEmptyFolder(folder: string): Promise<boolean> {
  return ((await readdir(folder).catch(() => undefined)) ?? ['a file']).length === 0;
}

async function branchMoved(worktree: Worktree, head: string): Promise<readonly string[]> {
  if (worktree.branch === undefined) return [];
  const at = await findCommit(worktree, worktree.branch);
  if (at === head) return [];
  return [at === undefined ? `${worktree.branch} was deleted` : `${worktree.branch} is at ${at.slice(0, 12)}`];
}
