import type { GitPlace } from './hardened.ts';
import type { IndexSeed } from './indexSeed.ts';

/**
 * A worktree of ours, as recorded when it was made. Plain data (it may go through a journal), and the only source of its
 * git dir: the `.git` file inside it belongs to whoever writes there.
 */
export interface Worktree {
  /** Absolute and resolved. */
  readonly path: string;
  /** `<common dir>/worktrees/<name>`. */
  readonly gitDir: string;
  readonly commonDir: string;
  /** Full name; absent for a detached one. */
  readonly branch?: string;
  /** The commit it was made at. */
  readonly base: string;
  /** An index that we wrote and can recognise; only makes the next commit faster. */
  readonly index?: IndexSeed;
}

/** Where hardened git works for this worktree. */
export function placeOf(worktree: Worktree): Required<GitPlace> {
  return { gitDir: worktree.gitDir, commonDir: worktree.commonDir, workTree: worktree.path };
}

/** Every lock reason of ours begins with this; it tells our worktrees from the user's. */
export const LOCK_PREFIX = 'loopwright';

/** How git notes `reason` for a worktree of ours. */
export const lockedAs = (reason: string): string => `${LOCK_PREFIX}: ${reason.replace(/\s+/g, ' ').trim()}`;

/** The reason of a worktree that was made ahead begins with this, until somebody takes it. */
export const AHEAD = 'ahead of';
