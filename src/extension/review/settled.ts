import type { ItemRef } from '../itemRef.ts';
import type { RunStore } from '../runs/runStore.ts';
import { hasEnded } from './canAnswer.ts';
import { type ReviewShown, reviewOf } from './openReview.ts';

/** The number of an item's newest iteration. */
export const newestIteration = ({ of }: Pick<ReviewShown, 'of'>): number => of.iterations.at(-1)?.number ?? 0;

/**
 * Resolves when the work on an item stands still after the iteration `after`: it waits for a person, or has ended. Undefined
 * where the run is forgotten meanwhile, or `signal` says that nobody waits any more.
 */
export async function settled(
  store: RunStore,
  ref: ItemRef,
  after: number,
  signal: AbortSignal,
): Promise<ReviewShown | undefined> {
  return new Promise((resolve) => {
    const done = (shown: ReviewShown | undefined) => {
      end();
      signal.removeEventListener('abort', give);
      resolve(shown);
    };
    const give = () => done(undefined);
    const look = () => {
      const now = reviewOf(store, ref);
      if (now === undefined || (isStill(now) && (newestIteration(now) > after || hasEnded(now)))) done(now);
    };
    const end = store.onChange((run) => {
      if (run === undefined || run === ref.run) look();
    });
    signal.addEventListener('abort', give);
    if (signal.aborted) give();
    else look();
  });
}

const isStill = ({ of }: ReviewShown): boolean => of.status !== 'running' && of.status !== 'paused';
