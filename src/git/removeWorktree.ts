import { lstat, rename, rmdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { madeAt } from './createWorktree.ts';
import { deleteFolder } from './deleteFolder.ts';
import { hardenedGit } from './hardened.ts';
import type { IndexSeed } from './indexSeed.ts';
import { findCommit } from './objects.ts';
import { DIFFERING, throughOwnIndex } from './ownIndex.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { looseTip } from './refs.ts';
import { optional, type Repository, sharedGit } from './repository.ts';
import { lockedAs } from './worktree.ts';
import { findEntry, resolved, type WorktreeEntry } from './worktreeEntry.ts';
import { withWorktreeLock } from './worktreeLock.ts';

export interface Removal {
  readonly repo: Pick<Repository, 'commonDir'>;
  readonly path: string;
  /** The branch to delete with it; without it the branch and so its commits stay. */
  readonly branch?: {
    /** Full name. */
    readonly name: string;
    /** Where it must be. */
    readonly expectedHead: string;
    /** The commit that it landed as, where that is not `expectedHead` itself (a squash). */
    readonly landedAs?: string;
  };
  /** Where it is known, what is uncommitted is found without reading every file. */
  readonly index?: IndexSeed | undefined;
  /** Also drops work that is not committed or has not landed: only where a person asked for it. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes a worktree of ours; its processes are dead. Safe to call again after a crash, and fine where it is gone already.
 * Problems: uncommitted, unlanded, branch-moved (none of them with `force`), busy, aborted.
 */
export function removeWorktree(removal: Removal): Promise<Result<undefined, GitProblem>> {
  return attempt(async () => {
    const folder = await resolved(removal.path);
    const entry = await findEntry(removal.repo.commonDir, folder);
    // Never the folder that the repository itself is in, whoever asks.
    if (`${removal.repo.commonDir}${path.sep}`.startsWith(`${folder}${path.sep}`)) {
      refuse({ code: 'worktree-broken', path: folder, reason: 'no-entry' });
    }
    if (!removal.force) await refuseLosses(removal, folder, entry);
    // Deleting takes long and the lock is for everybody: the folder leaves its name first and is deleted afterwards.
    const trash = `${folder}.removing`;
    await deleteFolder(trash);
    const moved = await rename(folder, trash).then(
      () => true,
      () => false,
    );
    await withWorktreeLock(removal.repo.commonDir, removal.signal, () => dropEntry(entry));
    await deleteFolder(moved ? trash : folder);
    if (removal.branch !== undefined) await deleteBranch(removal, removal.branch);
    return undefined;
  });
}

/**
 * What `git worktree remove -f -f` does for a folder that is gone, without starting git: the entry by its own name, not
 * `worktree prune --expire now`: that would also drop the user's worktrees whose folders are away for the moment (an
 * unplugged disk).
 */
async function dropEntry(entry: WorktreeEntry | undefined): Promise<void> {
  if (entry === undefined) return;
  await deleteFolder(entry.gitDir);
  // As git does it after the last one; it fails where there are others.
  await rmdir(path.dirname(entry.gitDir)).catch(() => undefined);
}

async function deleteBranch(removal: Removal, branch: NonNullable<Removal['branch']>): Promise<void> {
  const git = sharedGit(removal.repo);
  const deleteAt = (head: string) => git.run(['update-ref', '-d', branch.name, head]);
  // Mostly it is where it was a moment ago, and one call will do.
  if (!removal.force && (await optional(deleteAt(branch.expectedHead))) !== undefined) return;
  const at = await findCommit(removal.repo, branch.name);
  if (at !== undefined) await deleteAt(removal.force ? at : branch.expectedHead);
}

export interface WorktreeLook {
  /** Files that are changed and not committed; `.` where git does not know the folder. */
  readonly uncommitted: readonly string[];
  /** Why `removeWorktree` would not remove it now without `force`. */
  readonly refusal?: GitProblem;
}

/** What would be lost with a worktree of ours. Removes nothing, and may be asked while somebody writes there. */
export function lookAtWorktree(removal: Omit<Removal, 'force'>): Promise<Result<WorktreeLook, GitProblem>> {
  return attempt(async () => {
    const { repo, branch } = removal;
    const folder = await resolved(removal.path);
    const entry = await findEntry(repo.commonDir, folder);
    const made = entry === undefined ? undefined : await madeAt(entry.gitDir);
    const landed = branch === undefined ? undefined : await attempt(() => refuseUnlanded(removal, branch, made));
    const uncommitted = await uncommittedIn(removal, folder, entry, made);
    if (landed?.ok === false) return { uncommitted, refusal: landed.error };
    if (uncommitted.length === 0) return { uncommitted };
    return { uncommitted, refusal: { code: 'uncommitted', path: folder, paths: uncommitted } };
  });
}

async function refuseLosses(removal: Removal, folder: string, entry: WorktreeEntry | undefined): Promise<void> {
  const made = entry === undefined ? undefined : await madeAt(entry.gitDir);
  if (removal.branch !== undefined) await refuseUnlanded(removal, removal.branch, made);
  const paths = await uncommittedIn(removal, folder, entry, made);
  if (paths.length > 0) refuse({ code: 'uncommitted', path: folder, paths });
}

async function uncommittedIn(
  removal: Omit<Removal, 'force'>,
  folder: string,
  entry: WorktreeEntry | undefined,
  made: string | undefined,
): Promise<readonly string[]> {
  const { repo, branch } = removal;
  if ((await lstat(folder).catch(() => undefined)) === undefined) return [];
  // git does not know it, so nobody can say what in it is kept elsewhere.
  if (entry === undefined) return ['.'];
  const symbolic = /^ref: (.+)$/.exec(entry.head)?.[1];
  const head = branch?.expectedHead ?? (symbolic === undefined ? entry.head : await findCommit(repo, symbolic));
  return head === undefined ? ['.'] : uncommittedPaths(removal, folder, entry, head, made);
}

/**
 * Files that differ from `head` and are not ignored, seen through an index of our own. In a worktree of ours whose making was
 * cut short, and that nobody was given, a file that is missing is no work.
 */
async function uncommittedPaths(
  { repo, index }: Omit<Removal, 'force'>,
  workTree: string,
  { gitDir, locked }: WorktreeEntry,
  head: string,
  made: string | undefined,
): Promise<readonly string[]> {
  const git = hardenedGit({ gitDir, commonDir: repo.commonDir, workTree });
  const isOurs = locked === 'initializing' || locked?.startsWith(lockedAs('')) === true;
  const isHalfMade = isOurs && made === undefined;
  const place = { gitDir, ...(index === undefined ? {} : { index }) };
  return throughOwnIndex(git, place, head, async (list) => {
    const differing = new Set(await list(...DIFFERING));
    const missing = isHalfMade ? await list('-d') : [];
    for (const file of missing) differing.delete(file);
    return [...differing];
  });
}

/**
 * Work is safe when a branch other than its own (or a tag) has it, or has the commit that it landed as. `made`: the commit
 * at which the worktree was made; undefined where it never was, or is gone.
 */
async function refuseUnlanded(
  removal: Omit<Removal, 'force'>,
  branch: NonNullable<Removal['branch']>,
  made: string | undefined,
): Promise<void> {
  const { commonDir } = removal.repo;
  const at = (await looseTip(commonDir, branch.name)) ?? (await findCommit(removal.repo, branch.name));
  if (at === undefined) return;
  if (at !== branch.expectedHead) {
    refuse({ code: 'branch-moved', branch: branch.name, expected: branch.expectedHead, actual: at });
  }
  // Nothing was ever committed here.
  if (made === at) return;
  for (const commit of branch.landedAs === undefined ? [at] : [at, branch.landedAs]) {
    const holders = await optional(
      sharedGit(removal.repo).run([
        'for-each-ref',
        `--contains=${commit}`,
        '--format=%(refname)',
        'refs/heads',
        'refs/tags',
        'refs/remotes',
      ]),
    );
    if (holders?.split('\n').some((ref) => ref !== '' && ref !== branch.name)) return;
  }
  refuse({ code: 'unlanded', branch: branch.name, head: at });
}
