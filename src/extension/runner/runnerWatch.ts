import type { RepositoryRuns } from '../runs/runStore.ts';
import type { RunnerLink } from './runnerLink.ts';

/** More losses than this within the window, and something is broken that another start does not mend. */
const patience = { losses: 3, withinMs: 60_000 };

/** What the watch has to tell a person. */
export type WatchNews =
  | { readonly kind: 'restarted' }
  | { readonly kind: 'gone'; readonly why: string }
  | { readonly kind: 'gave-up' };

/**
 * Brings a runner back that ended while a run was going on. A runner that leaves because nothing is to do is left alone:
 * the next request starts one.
 */
export function watchRunner(
  link: RunnerLink,
  store: Pick<RepositoryRuns, 'all'>,
  tell: (news: WatchNews) => void,
  now: () => number = Date.now,
): () => void {
  let losses: readonly number[] = [];
  return link.onClose(async () => {
    if (!store.all().some((entry) => entry.summary.status === 'running')) return;
    losses = [...losses.filter((at) => now() - at < patience.withinMs), now()];
    if (losses.length > patience.losses) return tell({ kind: 'gave-up' });
    const client = await link.open(true);
    tell(client.ok ? { kind: 'restarted' } : { kind: 'gone', why: client.error.message });
  });
}
