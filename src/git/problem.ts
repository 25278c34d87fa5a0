import { err, ok, type Result } from '../model/result.ts';
import { GitFailure } from './gitFailure.ts';

/** What the user has under way in a checkout. */
export type OperationInProgress = 'merge' | 'rebase' | 'am' | 'cherry-pick' | 'revert' | 'bisect';

/** Everything that can go wrong here, as coded data; `problemText.ts` holds the words. */
export type GitProblem =
  | { readonly code: 'git-missing' }
  | { readonly code: 'git-too-old'; readonly found: string; readonly needed: string }
  | { readonly code: 'git-failed'; readonly command: string; readonly exitCode: number; readonly stderr: string }
  | { readonly code: 'timed-out'; readonly command: string }
  | { readonly code: 'aborted' }
  | { readonly code: 'busy'; readonly purpose: string }
  | { readonly code: 'not-a-repository'; readonly path: string }
  | { readonly code: 'unsafe-owner'; readonly path: string }
  | { readonly code: 'bare'; readonly path: string }
  | { readonly code: 'no-commits'; readonly path: string }
  | { readonly code: 'no-identity' }
  | { readonly code: 'unknown-revision'; readonly revision: string }
  | { readonly code: 'config-changed' }
  | { readonly code: 'locked'; readonly file: string }
  | { readonly code: 'branch-exists'; readonly branch: string; readonly at: string }
  | { readonly code: 'branch-blocked'; readonly branch: string; readonly by: string }
  | { readonly code: 'branch-moved'; readonly branch: string; readonly expected: string; readonly actual: string }
  | { readonly code: 'folder-in-the-way'; readonly path: string }
  | { readonly code: 'worktree-broken'; readonly path: string; readonly reason: 'missing' | 'replaced' | 'no-entry' }
  | { readonly code: 'uncommitted'; readonly path: string; readonly paths: readonly string[] }
  | { readonly code: 'unlanded'; readonly branch: string; readonly head: string }
  | { readonly code: 'not-approved'; readonly expected: string; readonly actual: string }
  | { readonly code: 'conflict'; readonly paths: readonly string[] }
  | { readonly code: 'unrelated'; readonly branch: string }
  | { readonly code: 'moved'; readonly branch: string; readonly expected: string; readonly actual: string }
  | { readonly code: 'dirty-overlap'; readonly checkout: string; readonly paths: readonly string[] }
  | { readonly code: 'untracked-overlap'; readonly checkout: string; readonly paths: readonly string[] }
  | { readonly code: 'ignored-overlap'; readonly checkout: string; readonly paths: readonly string[] }
  | { readonly code: 'in-progress'; readonly checkout: string; readonly operation: OperationInProgress }
  | { readonly code: 'checked-out-twice'; readonly branch: string; readonly checkouts: readonly string[] }
  | { readonly code: 'checkout-missing'; readonly checkout: string }
  | { readonly code: 'state-moved'; readonly loop: string; readonly expected: string; readonly actual: string }
  | {
      readonly code: 'state-unreadable';
      readonly loop: string;
      readonly head: string;
      readonly why: string;
      /** The newest commit of the chain that can be read. */
      readonly lastGood?: string;
    }
  | { readonly code: 'state-lost'; readonly loop: string; readonly file: string }
  | {
      readonly code: 'state-too-big';
      readonly loop: string;
      readonly file: string;
      readonly bytes: number;
      readonly limit: number;
    }
  | { readonly code: 'held-by-loop'; readonly branch: string; readonly checkout: string }
  | { readonly code: 'lfs-missing' }
  | { readonly code: 'cannot-weave'; readonly paths: readonly string[] }
  | { readonly code: 'refs-not-files'; readonly format: string }
  | { readonly code: 'too-large'; readonly what: string; readonly limitBytes: number }
  | { readonly code: 'no-remote'; readonly remote: string; readonly known: readonly string[] }
  | { readonly code: 'push-rejected'; readonly remote: string; readonly branch: string; readonly why: PushRejection }
  | { readonly code: 'auth-failed'; readonly remote: string; readonly said: string }
  | { readonly code: 'remote-unreachable'; readonly remote: string; readonly said: string }
  | { readonly code: 'remote-timed-out'; readonly remote: string; readonly seconds: number }
  | { readonly code: 'push-failed'; readonly remote: string; readonly said: string };

/** Why a push was turned down; `said` is redacted and holds no control characters. */
export type PushRejection =
  | { readonly by: 'moved'; readonly said: string }
  | { readonly by: 'lease'; readonly said: string }
  | { readonly by: 'remote'; readonly said: string }
  | { readonly by: 'pre-push-hook'; readonly said: string };

/** Carries a problem out of nested calls to the nearest `attempt`. */
export class GitProblemError extends Error {
  readonly problem: GitProblem;

  constructor(problem: GitProblem) {
    super(problem.code);
    this.name = 'GitProblemError';
    this.problem = problem;
  }
}

/** Ends the operation with `problem`. */
export function refuse(problem: GitProblem): never {
  throw new GitProblemError(problem);
}

/**
 * The boundary of this room: what `work` returns, or the problem it met. Anything that is neither a git failure nor a
 * problem (a full disk, a bug) is thrown on.
 */
export async function attempt<T>(work: () => Promise<T>): Promise<Result<T, GitProblem>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof GitProblemError) return err(error.problem);
    if (error instanceof GitFailure) return err(problemOf(error));
    throw error;
  }
}

/** The problem behind a failed call that its caller had no better name for. */
export function problemOf(failure: GitFailure): GitProblem {
  const command = failure.command[0] ?? '';
  if (failure.reason === 'aborted') return { code: 'aborted' };
  if (failure.reason === 'timed-out') return { code: 'timed-out', command };
  if (failure.reason === 'not-started' && failure.stderr.includes('ENOENT')) return { code: 'git-missing' };
  if (/git-lfs\b.*not found|cannot (run|exec(ute)?) git-lfs/i.test(failure.stderr)) return { code: 'lfs-missing' };
  const file = /Unable to create '(.+?\.lock)': File exists/.exec(failure.stderr)?.[1];
  if (file !== undefined) return { code: 'locked', file };
  return { code: 'git-failed', command, exitCode: failure.exitCode, stderr: failure.stderr.trim() };
}
