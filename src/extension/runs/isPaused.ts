import type { RunState, RunStatus } from '../../model/runState.ts';

/** Whether a run is paused, or will be at the end of its steps; of one that was not read, whether it is. */
export const isPaused = (status: RunStatus, state: RunState | undefined): boolean =>
  status === 'paused' || state?.paused !== undefined;
