import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { runStatusSchema, runSummarySchema } from './runSummary.ts';
import { spendSchema } from './spend.ts';

/** What one item of a run took into its target, and what that cost. */
export const landedSchema = z.strictObject({
  at: z.number(),
  commit: objectIdSchema,
  /** Files that it added lines to. `owed`: those of them that nobody has shown to understand when it landed. */
  files: z.array(z.strictObject({ path: z.string(), lines: z.number().int(), owed: z.number().int() })),
  spend: spendSchema,
  /** Ids of the checks that it passed; absent in lines that are older than this. */
  passed: z.array(z.string()).optional(),
});
export type Landed = z.infer<typeof landedSchema>;

/** What is asked of a run when it is long over, so that nobody reads its journal again. */
export const runAccountSchema = z.strictObject({
  /** Full name of the branch that its changes were meant for. */
  into: z.string(),
  /** The look before anything was changed: on which commit, and what failed there. Absent where nothing was looked at. */
  before: z
    .strictObject({
      base: objectIdSchema,
      failed: z.array(z.strictObject({ check: z.string(), tests: z.array(z.string()) })),
    })
    .optional(),
  items: z.array(
    z.strictObject({
      id: z.string(),
      /** Its name in the world. */
      key: z.string(),
      status: runStatusSchema,
      /** When it ended, or did something for the last time. */
      at: z.number(),
      iterations: z.number().int(),
      /** Whether its newest change reached the goal. */
      reached: z.boolean(),
      /** Why it gave up. */
      why: z.string().optional(),
      landed: landedSchema.optional(),
    }),
  ),
});
export type RunAccount = z.infer<typeof runAccountSchema>;

/** A line of `<common dir>/loopwright/ended.jsonl`. The newest line of a run counts; its journal says the same. */
export const endedRunSchema = z.strictObject({
  summary: runSummarySchema,
  /** Null where the journal could not be read. */
  account: runAccountSchema.nullable(),
});
export type EndedRun = z.infer<typeof endedRunSchema>;
