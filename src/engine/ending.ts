import type { RunOutcome } from '../model/outcome.ts';

/** How an item ended. */
export interface Ending {
  readonly outcome: RunOutcome;
  readonly iterations: number;
  /** Its branch (full name) and where it is, when nothing would be lost with the branch. */
  readonly spent?: { readonly branch: string; readonly head: string };
}
