import { coalesced } from '../coalesced.ts';
import type { RunStore } from '../runs/runStore.ts';

/** Calls back when a wait of a run began or ended, or a run did: the inbox is another then. */
export function watchWaits(store: RunStore, tell: () => void): () => void {
  const known = new Map<string, string>();
  const dirty = new Set<string>();
  const look = coalesced(() => {
    let isOther = false;
    for (const run of dirty) {
      const now = waitsOf(store, run);
      isOther ||= known.get(run) !== now;
      known.set(run, now);
    }
    dirty.clear();
    if (isOther) tell();
  });
  const end = store.onChange((run) => {
    if (run === undefined) return;
    dirty.add(run);
    look.ask();
  });
  return () => {
    end();
    look.cancel();
  };
}

/** Which items wait, where, and whether the run is over. */
function waitsOf(store: RunStore, run: string): string {
  const state = store.get(run)?.state;
  if (state === undefined) return '';
  const waits = [...state.items.values()].flatMap(({ awaits }) => awaits?.key ?? []);
  return [state.outcome?.status ?? '', ...waits].join();
}
