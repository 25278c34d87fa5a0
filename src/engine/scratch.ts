import { err, ok, type Result } from '../model/result.ts';
import { Stopped } from './durable.ts';
import { setUp } from './setUp.ts';
import type { MakingBench } from './workplace.ts';

/** A worktree beside the item's own, at a commit, for as long as `work` takes. The error says why it was not ready. */
export async function inScratch<T>(
  bench: MakingBench,
  place: { readonly key: string; readonly worktree: string; readonly base: string; readonly deadline?: number },
  work: () => Promise<T>,
): Promise<Result<T, string>> {
  const { durable, item } = bench;
  const { key, worktree, base, deadline } = place;
  const prepared = await durable.step(`${key}/prepare`, 'prepare', { item: item.id, worktree, base });
  if (prepared.status === 'refused') return err(`no worktree to try it in: ${prepared.reason}`);
  return andReclaim(
    async () => {
      const unready = await setUp(bench, { key, worktree, ...(deadline === undefined ? {} : { deadline }) });
      return unready === undefined ? ok(await work()) : err(unready);
    },
    (attempt) => durable.step(`${key}/reclaim/${attempt}`, 'reclaim', { item: item.id, worktree }),
  );
}

/** Reclaims whatever came of the work. A stop that meets the reclaiming is told on, after it is done. */
async function andReclaim<T>(work: () => Promise<T>, reclaim: (attempt: number) => Promise<unknown>): Promise<T> {
  const worked = await work().then(ok, err);
  try {
    await reclaim(1);
  } catch (error) {
    if (error instanceof Stopped) await reclaim(2);
    throw error;
  }
  if (worked.ok) return worked.value;
  throw worked.error;
}
