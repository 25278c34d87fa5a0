import type { RunOutcome } from '../model/outcome.ts';

/** How an item ended. `spent`: the head of its branch, when nothing would be lost with the branch. */
export interface Ending {
  readonly outcome: RunOutcome;
  readonly iterations: number;
  readonly spent?: string;
}
