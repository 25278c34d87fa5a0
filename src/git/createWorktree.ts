import { mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { branchName } from '../model/branchName.ts';
import type { Result } from '../model/result.ts';
import { deleteFolder } from './deleteFolder.ts';
import { GitFailure } from './gitFailure.ts';
import { type Git, hardenedGit } from './hardened.ts';
import { keepSeed } from './indexSeed.ts';
import { findCommit, treeOf } from './objects.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';
import { optional, type Repository, sharedGit } from './repository.ts';
import { AHEAD, lockedAs, placeOf, type Worktree } from './worktree.ts';
import { findEntry, readEntries, replaceText, resolved, textOf, type WorktreeEntry } from './worktreeEntry.ts';
import { withWorktreeLock } from './worktreeLock.ts';

export interface NewWorktree {
  readonly repo: Pick<Repository, 'commonDir'>;
  /** Where to make it; its parents are made. */
  readonly path: string;
  /** A commit. */
  readonly base: string;
  /** Said by `git worktree list`; `loopwright: ` is put before it. */
  readonly lockReason: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a worktree with its own new branch (`branch`: full name) at `base`, locked. Safe to call again after a crash at any
 * moment: what an interrupted call left is used or cleared, and a finished worktree is returned as it is, work included. A
 * call that fails leaves neither folder nor branch.
 * Problems: branch-exists (at another commit than `base`, or checked out somewhere), branch-blocked, unknown-revision, busy, aborted.
 */
export function createWorktree(
  wanted: NewWorktree & { readonly branch: string },
): Promise<Result<Worktree, GitProblem>> {
  return attempt(() => create(wanted, wanted.branch));
}

/** The same without a branch, for checks of a candidate and for mutants. */
export function createDetachedWorktree(wanted: NewWorktree): Promise<Result<Worktree, GitProblem>> {
  return attempt(() => create(wanted, undefined));
}

async function create(wanted: NewWorktree, branch: string | undefined): Promise<Worktree> {
  const { repo, signal } = wanted;
  const entry = await withWorktreeLock(repo.commonDir, signal, () => add(wanted, branch));
  const worktree: Worktree = {
    path: await realpath(wanted.path),
    gitDir: await realpath(entry.gitDir),
    commonDir: repo.commonDir,
    base: wanted.base,
    ...(branch === undefined ? {} : { branch }),
  };
  if (await isMade(worktree.gitDir, wanted, branch)) return worktree;
  try {
    return await fill(worktree, signal);
  } catch (error) {
    // Where it was stopped, git may still be writing; what it wrote is cleared by the next call, or by who cleans up.
    if (signal?.aborted !== true) await undo(wanted, entry, branch);
    throw error;
  }
}

/**
 * Takes away what was begun: nobody has worked there, and nobody shall have to tidy up after a worktree that could not be
 * made. What cannot be taken away now is met by the next call.
 */
async function undo(wanted: NewWorktree, entry: WorktreeEntry, branch: string | undefined): Promise<void> {
  const { repo, base } = wanted;
  const cleared = withWorktreeLock(repo.commonDir, undefined, async () => {
    if ((await madeAt(entry.gitDir)) !== undefined) return;
    await clearHalfMade(entry);
    if (branch !== undefined) await optional(sharedGit(repo).run(['update-ref', '-d', branch, base]));
  });
  await cleared.catch(() => undefined);
}

/** Beside the entry once the files are all there: what the worktree was made as. */
const MADE_NAME = 'loopwright-made';
const madeAs = (base: string, branch: string | undefined) => `${branch ?? 'detached'} ${base}\n`;

/** The base that the worktree of this git dir was made at; undefined where it was never finished. */
export async function madeAt(gitDir: string): Promise<string | undefined> {
  return (await textOf(path.join(gitDir, MADE_NAME)))?.trim().split(' ')[1];
}

async function isMade(gitDir: string, wanted: NewWorktree, branch: string | undefined): Promise<boolean> {
  return (await textOf(path.join(gitDir, MADE_NAME))) === madeAs(wanted.base, branch);
}

/** Writes the files, outside the lock: it takes long. */
async function fill(worktree: Worktree, signal: AbortSignal | undefined): Promise<Worktree> {
  // `worktree add` copies a sparse checkout's settings from the checkout it is run for.
  await rm(path.join(worktree.gitDir, 'config.worktree'), { force: true });
  await rm(path.join(worktree.gitDir, 'info'), { recursive: true, force: true });
  await rm(path.join(worktree.gitDir, 'index.lock'), { force: true });
  const git = hardenedGit({ ...placeOf(worktree), signal });
  const [tree] = await Promise.all([treeOf(git, worktree.base), git.run(['reset', '--hard', '-q', worktree.base])]);
  const index = await keepSeed(worktree.gitDir, { commit: worktree.base, tree });
  await replaceText(path.join(worktree.gitDir, MADE_NAME), madeAs(worktree.base, worktree.branch));
  return { ...worktree, index };
}

/** Under the lock: an entry for this worktree, an old one where it will do. */
async function add(wanted: NewWorktree, branch: string | undefined): Promise<WorktreeEntry> {
  const git = sharedGit(wanted.repo, wanted.signal);
  const old = await findEntry(wanted.repo.commonDir, wanted.path);
  if (old !== undefined && (await usable(old, wanted, branch))) return takeOver(old, wanted);
  if (old !== undefined) await clearHalfMade(old);
  await clearFolder(wanted.path);
  if (branch !== undefined) await clearBranch(git, wanted, branch);
  await mkdir(path.dirname(wanted.path), { recursive: true, mode: 0o700 });
  await addFresh(git, wanted, branch);
  const entry = await findEntry(wanted.repo.commonDir, wanted.path);
  return entry ?? refuse({ code: 'worktree-broken', path: wanted.path, reason: 'no-entry' });
}

/** Whether an interrupted or repeated call left an entry that can be gone on with. */
async function usable(entry: WorktreeEntry, wanted: NewWorktree, branch: string | undefined): Promise<boolean> {
  // What an agent did to a finished one (its HEAD, its `.git` file) is put right before the next use, not here.
  if (await isMade(entry.gitDir, wanted, branch)) return (await readdir(wanted.path).catch(() => [])).length > 0;
  const pointer = await textOf(path.join(wanted.path, '.git'));
  if (pointer === undefined || (await resolved(pointer.replace(/^gitdir: /, '').trim())) !== entry.gitDir) return false;
  if (entry.locked === undefined || entry.locked === 'initializing') return false;
  if (branch === undefined) return entry.head === wanted.base;
  return entry.head === `ref: ${branch}` && (await findCommit(wanted.repo, branch)) === wanted.base;
}

/** One that was made ahead belongs to whoever asks for it from now on, so that nobody clears it away as left over. */
async function takeOver(entry: WorktreeEntry, wanted: NewWorktree): Promise<WorktreeEntry> {
  const locked = lockedAs(wanted.lockReason);
  if (entry.locked === locked || !entry.locked?.startsWith(lockedAs(AHEAD))) return entry;
  await replaceText(path.join(entry.gitDir, 'locked'), locked);
  return { ...entry, locked };
}

/** An entry whose making was cut short: its folder holds nothing but what git was checking out. */
async function clearHalfMade(entry: WorktreeEntry): Promise<void> {
  const made = await textOf(path.join(entry.gitDir, MADE_NAME));
  if (made === undefined) await deleteFolder(entry.path);
  else if ((await readdir(entry.path).catch(() => [])).length > 0) {
    refuse({ code: 'folder-in-the-way', path: entry.path });
  }
  await deleteFolder(entry.gitDir);
}

/**
 * Something is where the worktree shall be and git does not know it. An empty folder will do; anything else may be
 * somebody's work, so it is moved aside and kept.
 */
async function clearFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.every((name) => name === '.git')) return deleteFolder(folder);
  for (let n = 1; ; n += 1) {
    const aside = `${folder}.leftover-${n}`;
    if ((await readdir(aside).catch(() => undefined)) === undefined) return rename(folder, aside);
  }
}

/** A branch that an interrupted call left behind at `base` holds no work and is made anew; any other is kept. */
async function clearBranch(git: Git, wanted: NewWorktree, branch: string): Promise<void> {
  const at = await findCommit(wanted.repo, branch);
  if (at === undefined) return;
  if (at !== wanted.base || (await isCheckedOut(wanted.repo, branch))) refuse({ code: 'branch-exists', branch, at });
  await git.run(['update-ref', '-d', branch, at]);
}

/** Whether a checkout of the user's, or another worktree, is on the branch: then it is not left over. */
async function isCheckedOut({ commonDir }: NewWorktree['repo'], branch: string): Promise<boolean> {
  const main = (await textOf(path.join(commonDir, 'HEAD')))?.trim();
  const heads = [main, ...(await readEntries(commonDir)).map(({ head }) => head)];
  return heads.includes(`ref: ${branch}`);
}

async function addFresh(git: Git, wanted: NewWorktree, branch: string | undefined): Promise<void> {
  const as = branch === undefined ? ['--detach'] : ['--no-track', '-b', branchName(branch)];
  const locked = ['--lock', '--reason', lockedAs(wanted.lockReason)];
  try {
    await git.run(['worktree', 'add', '--no-checkout', ...locked, ...as, wanted.path, wanted.base]);
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    // `-b` makes the branch first and leaves it behind when the rest fails.
    if (branch !== undefined) await git.run(['update-ref', '-d', branch, wanted.base]).catch(() => undefined);
    throw await betterNamed(error, wanted, branch);
  }
}

async function betterNamed(error: GitFailure, wanted: NewWorktree, branch: string | undefined): Promise<GitFailure> {
  const by = /'(refs\/heads\/[^']+)' exists; cannot create/.exec(error.stderr)?.[1];
  if (branch !== undefined && by !== undefined) refuse({ code: 'branch-blocked', branch, by });
  if ((await findCommit(wanted.repo, wanted.base)) === undefined) {
    refuse({ code: 'unknown-revision', revision: wanted.base });
  }
  return error;
}
