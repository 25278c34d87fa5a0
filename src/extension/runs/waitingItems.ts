import type { ItemView } from '../../model/runView.ts';
import type { ItemRef } from '../itemRef.ts';
import { itemsNow, whyOf } from './itemsNow.ts';
import type { RunEntry, RunStore } from './runStore.ts';

/** An item that waits for a person. */
export interface WaitingItem extends ItemRef {
  readonly loop: string;
  readonly view: ItemView;
  readonly why: string;
}

/** All that waits in the runs that are read here, the newest run first. */
export const waitingItems = (store: RunStore): readonly WaitingItem[] => store.all().flatMap(waitingOf);

export function waitingOf({ state }: RunEntry): readonly WaitingItem[] {
  if (state === undefined || state.outcome !== undefined) return [];
  const { run, loop } = state.start;
  return itemsNow(state).flatMap((view) =>
    view.status === 'waiting' ? [{ run, item: view.id, loop, view, why: whyOf(state, view) }] : [],
  );
}

/** How many items wait, by the summary alone: of a run that is not read too. */
export function countWaiting({ summary }: RunEntry): number {
  if (summary.finishedAt !== undefined) return 0;
  return summary.waitingCount ?? (summary.status === 'waiting' ? 1 : 0);
}
