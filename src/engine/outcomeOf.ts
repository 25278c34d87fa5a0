import type { RunOutcome } from '../model/outcome.ts';
import { StepFailed, Stopped } from './durable.ts';

/** What an item came to when it could not go on; anything else is an error of the program. */
export function outcomeOf(error: unknown): RunOutcome {
  if (error instanceof Stopped) return { status: 'stopped', reason: 'Stopped by a person.' };
  if (error instanceof StepFailed) return { status: 'failed', reason: error.message };
  throw error;
}
