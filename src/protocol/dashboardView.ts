import * as z from 'zod';
import { inboxKindSchema } from '../model/inbox.ts';
import { daySpendSchema, insightsSchema } from '../model/insights.ts';
import { type Period, periods } from '../model/periods.ts';
import { runStatusSchema } from '../model/runSummary.ts';
import { spendSchema } from '../model/spend.ts';

/** What the dashboard and the editor say to each other. */

const periodSchema = z.literal(periods);

/** A run that goes on. */
const goingRunSchema = z.strictObject({
  run: z.string(),
  loop: z.string(),
  status: runStatusSchema,
  reason: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  spend: spendSchema.optional(),
});
export type GoingRun = z.infer<typeof goingRunSchema>;

const waitingSchema = z.strictObject({
  id: z.string(),
  kind: inboxKindSchema,
  loop: z.string(),
  title: z.string(),
  at: z.number(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** A loop with triggers that does not start by itself, and why. */
const restingLoopSchema = z.strictObject({ loop: z.string(), state: z.enum(['off', 'held']), why: z.string() });
export type RestingLoop = z.infer<typeof restingLoopSchema>;

/** Everything that the dashboard tells of one repository. */
export const dashboardDataSchema = z.strictObject({
  days: periodSchema,
  insights: insightsSchema,
  /** What was used in the last 30 days, whatever the period. */
  month: z.array(daySpendSchema),
  /** Newest first. */
  going: z.array(goingRunSchema),
  /** What waits for people, most urgent first. */
  waiting: z.array(waitingSchema),
  /** What nobody has shown to understand, by now. */
  owed: z.strictObject({
    lines: z.number().int(),
    files: z.number().int(),
    /** By file, the most first; those of less than half a line are left out. */
    rows: z.array(z.strictObject({ path: z.string(), lines: z.number().int().positive() })),
  }),
  resting: z.array(restingLoopSchema),
});
export type DashboardData = z.infer<typeof dashboardDataSchema>;

/** A repository of the window. `key` names it in messages, `name` is for people. */
const repositorySchema = z.strictObject({ key: z.string(), name: z.string() });

/** Editor → page; each replaces the one before. */
export const dashboardPageSchema = z.discriminatedUnion('show', [
  z.strictObject({
    show: z.literal('data'),
    repositories: z.array(repositorySchema),
    repository: z.string(),
    data: dashboardDataSchema,
  }),
  /** Nobody could be asked; `message` says what to do next. */
  z.strictObject({
    show: z.literal('trouble'),
    repositories: z.array(repositorySchema),
    repository: z.string().optional(),
    message: z.string(),
  }),
]);
export type DashboardPage = z.infer<typeof dashboardPageSchema>;

/** Far more than the tables or a chart of a page have. */
const mostCharacters = 20_000_000;

/** Page → editor. */
export const dashboardSaysSchema = z.discriminatedUnion('say', [
  /** The page listens, and wants this; where no repository is named, or it is gone, the first one. */
  z.strictObject({ say: z.literal('look'), repository: z.string().optional(), days: periodSchema }),
  z.strictObject({ say: z.literal('open-run'), run: z.string() }),
  z.strictObject({ say: z.literal('open-inbox') }),
  /** How somebody without a loop gets one. */
  z.strictObject({ say: z.literal('begin') }),
  /** Writes a file where the person wants it; `name` is what it could be called, with no folder. */
  z.strictObject({ say: z.literal('save-csv'), name: z.string().max(100), text: z.string().max(mostCharacters) }),
  /** `png` in base64. */
  z.strictObject({ say: z.literal('save-png'), name: z.string().max(100), png: z.base64().max(mostCharacters) }),
]);
export type DashboardSays = z.infer<typeof dashboardSaysSchema>;

/** What the page keeps over a reload of the window. */
export interface DashboardKept {
  readonly repository?: string | undefined;
  readonly days: Period;
  readonly loop?: string | undefined;
  /** Pixels from the top. */
  readonly scroll: number;
}
