import * as z from 'zod';
import { spendSchema } from './spend.ts';

/**
 * A run in a few values: a row of `runs --json`, and what stands in its `summary.json` once it is over. Apart from the other
 * shapes, which bring every kind of step along, for those who read no more (the language server). Times are ISO 8601 in UTC.
 */

export const runStatusSchema = z.enum([
  'running',
  'waiting',
  'paused',
  'delivered',
  'nothing-found',
  'rejected',
  'gave-up',
  'stopped',
  'failed',
]);

export const runSummarySchema = z.strictObject({
  id: z.string(),
  loop: z.string(),
  status: runStatusSchema,
  /** Why it ended or what it waits for, in a sentence. */
  reason: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Iterations begun so far, of all items. */
  iterationCount: z.number().int(),
  /** How many items there are, how many have ended, and how many wait for a person; absent for the only item. */
  itemCount: z.number().int().optional(),
  doneCount: z.number().int().optional(),
  waitingCount: z.number().int().optional(),
  /** What all agents of the run used, where a budget is kept. */
  spend: spendSchema.optional(),
  /** Findings of its loop that were open when its last item ended. */
  openFindings: z.number().int().optional(),
  /** The delivered commit. */
  commit: z.string().optional(),
  /** While it is paused: who did that, and since when. What works goes on to the end of its step; then it is `paused`. */
  paused: z.strictObject({ by: z.string(), since: z.string() }).optional(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
