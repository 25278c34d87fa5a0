import type { RunState } from '../../model/runState.ts';
import type { RunStore } from './runStore.ts';

/** Longer than a run takes to hear what a person said and to wait again; in milliseconds. */
const patienceMs = 3000;

/** It waits, has ended, or works on a step: not merely between two events of one answer. */
const rests = (state: RunState): boolean =>
  state.awaits !== undefined || state.outcome !== undefined || state.steps.some((step) => step.status === 'running');

/**
 * The state of a run once it has come to rest: a run that hears an answer stops waiting for a moment, and what it says
 * then is of no use to a person. Gives what there is when it does not come to rest.
 */
export async function atRest(store: RunStore, run: string): Promise<RunState | undefined> {
  const state = store.get(run)?.state;
  if (state === undefined || rests(state)) return state;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(end, patienceMs);
    const unsubscribe = store.onChange(() => {
      const now = store.get(run)?.state;
      if (now === undefined || rests(now)) end();
    });
    function end(): void {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    }
  });
  return store.get(run)?.state;
}
