import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { toldFateSchema } from './fate.ts';
import { runStatusSchema } from './runSummary.ts';
import { spendSchema } from './spend.ts';

/**
 * How the loops of a repository do, over the days that were asked for: what the dashboard and `loopwright stats` show.
 * Days are those of the runner's time zone, as `YYYY-MM-DD`. Null is unknown, and never counts as zero.
 */

/** What one agent used for one loop on one day. */
export const daySpendSchema = z.strictObject({
  day: z.string(),
  loop: z.string(),
  agent: z.string(),
  ...spendSchema.shape,
});
export type DaySpend = z.infer<typeof daySpendSchema>;

/** A change that landed, and what it took. */
export const landingRowSchema = z.strictObject({
  at: z.number(),
  loop: z.string(),
  run: z.string(),
  item: z.string(),
  commit: objectIdSchema,
  iterations: z.number().int(),
  /** Lines that it added. */
  lines: z.number().int(),
  /** Of these, lines of files about which nobody answered a prompt right at the first attempt before it landed. */
  owed: z.number().int(),
  spend: spendSchema,
  /** How long people had its review or prompts before them; null where no window reported it. */
  minutes: z.number().nullable(),
  /** The commit that took it back, where there is one on the branch that it landed on. */
  revertedBy: objectIdSchema.optional(),
  /** What became of it, of a landing that is or was followed. */
  fate: toldFateSchema.optional(),
});
export type LandingRow = z.infer<typeof landingRowSchema>;

export const loopInsightSchema = z.strictObject({
  loop: z.string(),
  /** Ended runs of the period by how they ended, and items likewise. */
  runs: z.partialRecord(runStatusSchema, z.number().int()),
  items: z.partialRecord(runStatusSchema, z.number().int()),
  /** Iterations that items took that reached their goal; null where none did. */
  iterations: z.strictObject({ middle: z.number(), high: z.number() }).nullable(),
  landings: z.number().int(),
  reverted: z.number().int(),
  spend: spendSchema,
  /** Spend of all its runs of the period over its landings, and minutes of people likewise; null without a landing. */
  costPerLanding: z.number().nullable(),
  minutesPerLanding: z.number().nullable(),
  /** Why items gave up, most frequent first: the reason without its numbers and names. */
  gaveUp: z.array(z.strictObject({ why: z.string(), count: z.number().int() })),
  /** How its newest ten ended runs ended, newest first; of any time. */
  health: z.array(runStatusSchema).max(10),
  /** What its own budget allows in a day. */
  perDay: spendSchema.partial().optional(),
});
export type LoopInsight = z.infer<typeof loopInsightSchema>;

export const insightsSchema = z.strictObject({
  /** When this was worked out, and the first day that it tells of. */
  at: z.number(),
  from: z.string(),
  today: z.string(),
  spend: z.array(daySpendSchema),
  loops: z.array(loopInsightSchema),
  /** Newest first. */
  landings: z.array(landingRowSchema),
  /** What the repository's own settings allow in a day. */
  perDay: spendSchema.partial().optional(),
  /** Firings that are due within the next 24 hours, soonest first. */
  next: z.array(z.strictObject({ loop: z.string(), at: z.number() })),
});
export type Insights = z.infer<typeof insightsSchema>;
