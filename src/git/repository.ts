import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import type { Result } from '../model/result.ts';
import { GitFailure } from './gitFailure.ts';
import { type Git, hardenedGit } from './hardened.ts';
import { ownGit } from './ownGit.ts';
import { attempt, type GitProblem, refuse } from './problem.ts';

/** A repository with files, as found once; all paths are absolute and resolved. */
export interface Repository {
  /** The top of the checkout it was opened in (the main one or a linked one). */
  readonly root: string;
  readonly gitDir: string;
  /** What all its worktrees share; names the repository. */
  readonly commonDir: string;
  /** The commit checked out when it was opened. */
  readonly head: string;
  /** The full name of the branch checked out when it was opened; absent where HEAD is detached. */
  readonly currentBranch?: string;
}

/**
 * Finds the repository that `folder` is in. Uses the user's own configuration (they may have named it a safe directory)
 * and `rev-parse` only, which runs nothing. Problems: not-a-repository, unsafe-owner, bare, no-commits, git-missing.
 */
export function openRepository(folder: string): Promise<Result<Repository, GitProblem>> {
  return attempt(async () => {
    const git = ownGit({ cwd: await existing(folder) });
    const usual = await findAtOnce(git);
    if (usual !== undefined) return usual;
    const { gitDir, commonDir, root } = await findFolders(git, folder);
    const at = hardenedGit({ gitDir, commonDir, workTree: root });
    const [head, currentBranch] = await Promise.all([
      optional(at.run(['rev-parse', '--verify', '-q', 'HEAD^{commit}'])),
      optional(at.run(['symbolic-ref', '-q', 'HEAD'])),
    ]);
    if (head === undefined) return refuse({ code: 'no-commits', path: root });
    return { root, gitDir, commonDir, head, ...(currentBranch === undefined ? {} : { currentBranch }) };
  });
}

async function existing(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return refuse({ code: 'not-a-repository', path: folder });
  }
}

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** All of it by one call; undefined where there is something to say about it. */
async function findAtOnce(git: Git): Promise<Repository | undefined> {
  const said = await optional(git.run([...FIND, 'HEAD^{commit}', '--symbolic-full-name', 'HEAD']));
  const [gitDir = '', commonDir = '', root = '', head = '', branch = '', ...more] = said?.split('\n') ?? [];
  if (!COMMIT.test(head) || branch === '' || more.length > 0) return undefined;
  return {
    root: await realpath(root),
    gitDir: await realpath(gitDir),
    commonDir: await realpath(commonDir),
    head,
    ...(branch === 'HEAD' ? {} : { currentBranch: branch }),
  };
}

const FIND = ['rev-parse', '--path-format=absolute', '--git-dir', '--git-common-dir', '--show-toplevel'];

async function findFolders(git: Git, folder: string): Promise<Pick<Repository, 'gitDir' | 'commonDir' | 'root'>> {
  try {
    const [gitDir = '', commonDir = '', root = ''] = (await git.run(FIND)).split('\n');
    return { gitDir: await realpath(gitDir), commonDir: await realpath(commonDir), root: await realpath(root) };
  } catch (error) {
    if (!(error instanceof GitFailure) || error.reason !== 'exit') throw error;
    if (error.stderr.includes('dubious ownership')) return refuse({ code: 'unsafe-owner', path: folder });
    // The first two answers come before the failure where there is a repository without a work tree.
    if (error.stdout.includes('\n')) return refuse({ code: 'bare', path: path.resolve(folder) });
    return refuse({ code: 'not-a-repository', path: folder });
  }
}

/** The trimmed answer, or undefined where git answered no (any exit code of its own). */
export async function optional(answer: Promise<string>): Promise<string | undefined> {
  try {
    return (await answer).trim();
  } catch (error) {
    if (error instanceof GitFailure && error.reason === 'exit') return undefined;
    throw error;
  }
}

/** Hardened git that sees the shared objects and refs and no work tree. */
export function sharedGit(repo: Pick<Repository, 'commonDir'>, signal?: AbortSignal): Git {
  return hardenedGit({ gitDir: repo.commonDir, commonDir: repo.commonDir, signal });
}

/** `git --version`'s answer against the oldest git we work with (`merge-tree --write-tree` came with 2.38). */
export function checkGitVersion(folder: string): Promise<Result<string, GitProblem>> {
  return attempt(async () => {
    const said = await ownGit({ cwd: folder }).run(['--version']);
    const [, version = '0.0', major = '0', minor = '0'] = /((\d+)\.(\d+)\S*)/.exec(said) ?? [];
    if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 38)) return version;
    return refuse({ code: 'git-too-old', found: version, needed: '2.38' });
  });
}
