import * as z from 'zod';
import { changeSchema } from './change.ts';
import { checkOutcomeSchema, explorerReportSchema, itemSchema } from './steps.ts';

/** An item as an iteration of an earlier run left it: what a run that takes it up begins with. */
export const takenUpSchema = z.strictObject({
  run: z.string(),
  item: itemSchema,
  /** 0: nothing was changed yet. */
  iteration: z.number().int().nonnegative(),
  /** What was changed by then; the work goes on from its head. Absent where that is nothing. */
  change: changeSchema.optional(),
  /** How checks and metrics stood at the base, which new failures and metrics are compared with. */
  before: z.strictObject({ checks: z.array(checkOutcomeSchema), metrics: z.record(z.string(), z.number()) }).optional(),
  /** What the explorer had found out: it need not look again. */
  explored: explorerReportSchema.optional(),
  /** For the maker: the note of the person, and what failed then. */
  told: z.string(),
});
export type TakenUp = z.infer<typeof takenUpSchema>;
