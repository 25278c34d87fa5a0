import type { RunOutcome } from '../model/event.ts';

/** How an item ended. `spent`: the head of its branch, when nothing would be lost with the branch. */
export interface Ending {
  readonly outcome: RunOutcome;
  readonly spent?: string;
}
