import { acquireLock } from './lock.ts';
import { refuse } from './problem.ts';

/**
 * git's worktree commands fail when two run at once in one repository (measured: 40 to 50 % of 20 parallel adds), so add,
 * remove and prune each happen under this lock.
 */
export async function withWorktreeLock<T>(
  commonDir: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(commonDir, 'worktrees', { signal, timeoutMs: 300_000 });
  if (!lock.ok) return refuse(lock.error);
  try {
    return await work();
  } finally {
    await lock.value.release();
  }
}
