import type { RunStatus } from '../../model/runState.ts';
import { runLook } from '../../model/statusLook.ts';
import { type Fact, factOf } from '../runs/row.ts';

/** How many of a loop's newest ended runs its health is told by. */
export const healthRuns = 10;

/** Fewer runs than this say nothing about a loop. */
const fewest = 3;

const marks: { readonly [S in RunStatus]?: string } = {
  delivered: '✓',
  'nothing-found': '○',
  rejected: '↩',
  'gave-up': '!',
  failed: '✗',
  stopped: '–',
};

/** Ends that the loop itself brought about: what a person stopped says nothing of it. */
const told: ReadonlySet<RunStatus> = new Set(['delivered', 'nothing-found', 'rejected', 'gave-up', 'failed']);
const good: ReadonlySet<RunStatus> = new Set(['delivered', 'nothing-found']);

/** How a loop does, in a word or two, from how its newest runs ended; undefined where they are too few. */
export function healthWord(ends: readonly RunStatus[]): string | undefined {
  const telling = ends.slice(0, healthRuns).filter((status) => told.has(status));
  if (telling.length < fewest) return undefined;
  const share = telling.filter((status) => good.has(status)).length / telling.length;
  if (share === 1) return 'healthy';
  if (share >= 0.7) return 'mostly healthy';
  return share >= 0.4 ? 'unsteady' : 'failing';
}

/** A mark for each of the newest runs, the newest at the right, and what they mean. */
export function healthFacts(ends: readonly RunStatus[]): readonly Fact[] {
  const newest = ends.slice(0, healthRuns);
  const signs = newest.map((status) => marks[status] ?? '·').toReversed();
  const counts = [...new Set(newest)].map(
    (status) => `${newest.filter((one) => one === status).length} ${runLook[status].words}`,
  );
  const which = newest.length === 1 ? 'Last run ended' : `Last ${newest.length} runs ended`;
  return factOf(which, newest.length === 0 ? undefined : `${signs.join(' ')}  (${counts.join(', ')})`);
}
