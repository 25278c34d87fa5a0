import { ok, type Result } from '../model/result.ts';
import { createDetachedWorktree, createWorktree, type NewWorktree } from './createWorktree.ts';
import type { GitProblem } from './problem.ts';
import { removeAhead } from './removeAhead.ts';
import type { Repository } from './repository.ts';
import { AHEAD, type Worktree } from './worktree.ts';

/** A worktree as it will be asked for; detached without a branch. */
export interface PooledWorktree extends NewWorktree {
  /** Full name. */
  readonly branch?: string;
}

export interface WorktreePoolOptions {
  readonly repo: Pick<Repository, 'commonDir'>;
  /** How many may be made, or be in the making, before anybody takes them. */
  readonly ahead: number;
  /** How many are made at once; default two. */
  readonly atOnce?: number;
}

interface Ahead {
  readonly wanted: PooledWorktree;
  readonly stop: AbortController;
  making?: Promise<Result<Worktree, GitProblem>>;
  made?: boolean;
}

/**
 * Makes worktrees before they are needed, at the very path where they will be needed. It only ever saves time: whatever
 * goes wrong ahead, `take` makes the worktree as if there were no pool. What nobody takes is removed by `close`, or after a
 * crash by `removeLeftAhead`.
 */
export class WorktreePool {
  readonly #options: WorktreePoolOptions;
  /** In the order they were asked for. */
  readonly #entries = new Map<string, Ahead>();
  #closed = false;

  constructor(options: WorktreePoolOptions) {
    this.#options = options;
  }

  /** Asks for one to be made when there is room. Asking twice for a path changes nothing. */
  prefetch(wanted: PooledWorktree): void {
    if (this.#closed || this.#entries.has(wanted.path)) return;
    this.#entries.set(wanted.path, { wanted, stop: new AbortController() });
    this.#fill();
  }

  /** The worktree, made ahead or now; the same as `createWorktree`, problems included. */
  async take(wanted: PooledWorktree): Promise<Result<Worktree, GitProblem>> {
    const entry = this.#entries.get(wanted.path);
    this.#entries.delete(wanted.path);
    this.#fill();
    if (entry?.making === undefined) return make(wanted);
    const stop = () => entry.stop.abort();
    wanted.signal?.addEventListener('abort', stop, { once: true });
    if (wanted.signal?.aborted) stop();
    const made = await entry.making;
    wanted.signal?.removeEventListener('abort', stop);
    if (!isSame(entry.wanted, wanted)) await this.#remove(entry);
    const taken = await make(wanted);
    if (!taken.ok) await this.#remove(entry);
    // Only who made it knows the index that goes with it.
    if (taken.ok && made.ok && made.value.index !== undefined && isSame(entry.wanted, wanted)) {
      return ok({ ...taken.value, index: made.value.index });
    }
    return taken;
  }

  /** Nobody will take this one. */
  async drop(path: string): Promise<void> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    this.#entries.delete(path);
    this.#fill();
    await this.#remove(entry);
  }

  /** Stops making and removes everything that was not taken. From then on `take` makes worktrees itself. */
  async close(): Promise<void> {
    this.#closed = true;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map((entry) => this.#remove(entry)));
  }

  /** Starts making what there is room for. */
  #fill(): void {
    const { ahead, atOnce = 2 } = this.#options;
    const begun = [...this.#entries.values()].filter((entry) => entry.making !== undefined);
    let room = ahead - begun.length;
    let hands = atOnce - begun.filter((entry) => entry.made !== true).length;
    for (const entry of this.#entries.values()) {
      if (room <= 0 || hands <= 0) return;
      if (entry.making !== undefined) continue;
      entry.making = this.#make(entry);
      room -= 1;
      hands -= 1;
    }
  }

  async #make(entry: Ahead): Promise<Result<Worktree, GitProblem>> {
    const { wanted, stop } = entry;
    try {
      return await make({ ...wanted, lockReason: `${AHEAD} ${wanted.lockReason}`, signal: stop.signal });
    } catch {
      // A full disk, say: whoever takes it meets that again, and is told.
      return { ok: false, error: { code: 'aborted' } };
    } finally {
      entry.made = true;
      this.#fill();
    }
  }

  async #remove(entry: Ahead): Promise<void> {
    if (entry.making === undefined) return;
    entry.stop.abort();
    await entry.making;
    const { path, branch, base } = entry.wanted;
    await removeAhead(this.#options.repo, { path, base, ...(branch === undefined ? {} : { branch }) });
  }
}

function make(wanted: PooledWorktree): Promise<Result<Worktree, GitProblem>> {
  const { branch } = wanted;
  return branch === undefined ? createDetachedWorktree(wanted) : createWorktree({ ...wanted, branch });
}

function isSame(one: PooledWorktree, other: PooledWorktree): boolean {
  return one.base === other.base && one.branch === other.branch && one.repo.commonDir === other.repo.commonDir;
}
