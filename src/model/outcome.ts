import * as z from 'zod';
import { objectIdSchema } from './change.ts';

/** How a run or an item ended. `nothing-found`: there was nothing to do, or the goal held and nothing was changed. */
export const runOutcomeSchema = z.strictObject({
  status: z.enum(['delivered', 'nothing-found', 'rejected', 'gave-up', 'stopped', 'failed']),
  reason: z.string(),
  /** The commit that was delivered. */
  commit: objectIdSchema.optional(),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;
