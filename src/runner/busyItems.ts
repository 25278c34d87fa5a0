import { foundItems, itemView } from '../model/runView.ts';
import type { LiveRun } from './liveRun.ts';

/** Items that live runs of a loop have at hand, by key, each with why another run leaves it alone. */
export function busyItems(live: readonly LiveRun[], loop: string, except: string): ReadonlyMap<string, string> {
  const busy = new Map<string, string>();
  for (const { id: run, state } of live) {
    if (run === except || state.start.loop !== loop) continue;
    for (const { id, key } of foundItems(state)) {
      const item = state.items.get(id);
      const status = item === undefined ? 'running' : itemView(item, key).status;
      if (status === 'running') busy.set(key, `Run ${run} is at work on it.`);
      if (status === 'paused') busy.set(key, `Run ${run} has it at hand, and is paused.`);
      if (status === 'waiting') busy.set(key, `It waits for a person in run ${run}.`);
    }
  }
  return busy;
}
