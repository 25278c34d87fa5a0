import * as z from 'zod';
import { goalNowSchema } from '../model/goalNow.ts';
import { spendSchema } from '../model/spend.ts';
import { checkOutcomeSchema } from '../model/steps.ts';
import { logHitSchema } from '../model/transcript.ts';

/**
 * What the page of a run and the editor say to each other. The editor folds the events and tells what is to be seen, part
 * by part, only what changed; times are epoch milliseconds of the editor's clock.
 */

/** A state as icon (a codicon), theme colour and words. */
export const lookSchema = z.strictObject({ icon: z.string(), color: z.string().optional(), words: z.string() });

/** What can be done from the page; the editor runs the command of that name. */
export const pageActs = [
  'openReview',
  'openEvidence',
  'approve',
  'continue',
  'reject',
  'pause',
  'resume',
  'addNote',
  'raiseBudget',
  'stop',
  'compareRuns',
  'revealRun',
] as const;
export type PageAct = (typeof pageActs)[number];

export const headSchema = z.strictObject({
  run: z.string(),
  shortId: z.string(),
  loop: z.string(),
  look: lookSchema,
  reason: z.string(),
  by: z.string(),
  startedBy: z.string(),
  startedAt: z.number(),
  finishedAt: z.number().optional(),
  /** What was used, and of which limit; `share` is how much of the limit that is. */
  spend: z.strictObject({ words: z.string(), share: z.number().nullable() }),
  /** What it will probably have used in the end, in words. */
  forecast: z.string().optional(),
  /** What became of the change that landed, in words. */
  fate: z.string().optional(),
  acts: z.array(z.strictObject({ act: z.enum(pageActs), label: z.string(), icon: z.string() })),
  /** Whether a run can be begun from one of its iterations. */
  canRetry: z.boolean(),
  /** Empty for a run that looks for no items. */
  items: z.array(z.strictObject({ id: z.string(), key: z.string() })),
  item: z.string().optional(),
});
export type RunHead = z.infer<typeof headSchema>;

export const phases = ['make', 'check', 'verify', 'judge', 'rest'] as const;
export type Phase = (typeof phases)[number];

const turnSchema = z.strictObject({ check: z.string(), was: z.boolean(), is: z.boolean() });

export const iterationRowSchema = z.strictObject({
  number: z.number().int(),
  look: lookSchema,
  startedAt: z.number(),
  /** Absent while it goes on. */
  finishedAt: z.number().optional(),
  /** In the order they began; the last one has no end while it goes on. */
  phases: z.array(z.strictObject({ phase: z.enum(phases), from: z.number(), to: z.number().optional() })),
  /** What this pass alone used. */
  spend: z.string(),
  /** Checks that came out otherwise than the pass before. */
  turned: z.array(turnSchema),
  /** `judge 8 of 10`, `2 defects`. */
  marks: z.array(z.string()),
});
export type IterationRow = z.infer<typeof iterationRowSchema>;

/** What one iteration came to. */
export const passSchema = z.strictObject({
  number: z.number().int(),
  reasons: z.array(z.string()),
  maker: z
    .strictObject({ agent: z.string(), failed: z.boolean(), summary: z.string(), tried: z.number().optional() })
    .optional(),
  /** Null: its verdict could not be read. */
  defects: z
    .array(z.strictObject({ severity: z.string(), place: z.string(), title: z.string(), shown: z.string() }))
    .nullable()
    .optional(),
  judge: z.strictObject({ passed: z.boolean(), words: z.string(), reasons: z.array(z.string()) }).optional(),
  /** What it says of its own limits. */
  warnings: z.array(z.string()),
});
export type PassDetail = z.infer<typeof passSchema>;

/** What a check shows after the iteration that is looked at, those with regressions first. */
export const checkRowSchema = z.strictObject({
  ...checkOutcomeSchema.pick({ id: true, passed: true, seconds: true, tail: true }).shape,
  /** After the iteration before; null where it was not run. */
  was: z.boolean().nullable(),
  /** How it ended, in words. */
  ended: z.string(),
  /** `3 tests fail`, where a report counts. */
  count: z.string(),
  failing: z.array(z.string()),
  regressions: z.array(z.string()),
  /** Tests that were set apart because they pass and fail on the same files. */
  apart: z.array(z.string()),
  /** What contradicts it, and whether its proof holds. */
  remarks: z.array(z.string()),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

export const costSeriesSchema = z.strictObject({
  /** What the run had used at that time. */
  points: z.array(z.strictObject({ at: z.number(), iteration: z.number().int(), ...spendSchema.shape })),
  limit: z.strictObject({ tokens: z.number().optional(), costUsd: z.number().optional() }),
  /** What earlier runs of the loop used; absent where there are none. */
  usual: z.strictObject({ low: spendSchema, middle: spendSchema, high: spendSchema }).optional(),
});
export type CostSeries = z.infer<typeof costSeriesSchema>;

export const journalRowSchema = z.strictObject({
  seq: z.number().int(),
  at: z.number(),
  event: z.string(),
  step: z.string(),
  detail: z.string(),
});
export type JournalRow = z.infer<typeof journalRowSchema>;

const stepChoiceSchema = z.strictObject({ key: z.string(), label: z.string(), live: z.boolean() });
export type StepChoice = z.infer<typeof stepChoiceSchema>;

/** Sections that can be closed; nothing is told for one that is. */
export const sections = ['goal', 'iterations', 'checks', 'transcript', 'cost', 'journal'] as const;
export const sectionSchema = z.enum(sections);
export type Section = (typeof sections)[number];

/** Where a page of the run beside this one stands. */
const placeSchema = z.strictObject({ section: sectionSchema, offset: z.number() });

/** Editor → page. */
export const runPageSchema = z.discriminatedUnion('show', [
  /** What is new; what is absent stays as it was. `now` is the time of the editor's clock. */
  z.strictObject({
    show: z.literal('news'),
    now: z.number(),
    head: headSchema.optional(),
    goal: goalNowSchema.nullable().optional(),
    /** All numbers in their order, and the rows that changed. */
    iterations: z.strictObject({ order: z.array(z.number().int()), rows: z.array(iterationRowSchema) }).optional(),
    pass: passSchema.nullable().optional(),
    checks: z.array(checkRowSchema).optional(),
    cost: costSeriesSchema.optional(),
    steps: z.array(stepChoiceSchema).optional(),
  }),
  /** Another item was chosen: iterations, log and patches of the one before are gone. */
  z.strictObject({ show: z.literal('cleared') }),
  /** More events of the journal; `from` is the number of the first. */
  z.strictObject({ show: z.literal('journal'), from: z.number().int(), rows: z.array(journalRowSchema) }),
  /** More of what a step says: lines of a transcript, or plain text. `begins`: what was there before is of another step. */
  z.strictObject({
    show: z.literal('log'),
    step: z.string(),
    form: z.enum(['lines', 'text']),
    text: z.string(),
    begins: z.boolean(),
    ended: z.boolean(),
  }),
  z.strictObject({
    show: z.literal('found'),
    text: z.string(),
    hits: z.array(logHitSchema.omit({ step: true, source: true })),
    /** There is more than what is told. */
    more: z.boolean(),
  }),
  z.strictObject({
    show: z.literal('patch'),
    iteration: z.number().int(),
    patch: z.string(),
    cut: z.boolean(),
    /** Why there is none. */
    why: z.string(),
  }),
  z.strictObject({ show: z.literal('place'), ...placeSchema.shape }),
  /** The other page opened or closed sections. */
  z.strictObject({ show: z.literal('sections'), open: z.array(sectionSchema) }),
  /** The run cannot be read; `message` says what to do next. */
  z.strictObject({ show: z.literal('trouble'), message: z.string() }),
]);
export type RunPage = z.infer<typeof runPageSchema>;
export type RunNews = Extract<RunPage, { readonly show: 'news' }>;

const chosen = {
  item: z.string().optional(),
  /** Absent: the newest. */
  iteration: z.number().int().optional(),
  /** Absent: the newest role's. */
  step: z.string().optional(),
  open: z.array(sectionSchema),
};

/** What a page keeps over a reload of the window. */
export const keptPageSchema = z.strictObject({ run: z.string(), ...chosen, scroll: z.number() });
export type KeptPage = z.infer<typeof keptPageSchema>;

/** Page → editor. */
export const runPageSaysSchema = z.discriminatedUnion('say', [
  /** The page listens now, and this is chosen and open in it. */
  z.strictObject({ say: z.literal('ready'), ...chosen }),
  z.strictObject({ say: z.literal('choose'), ...chosen }),
  z.strictObject({ say: z.literal('act'), act: z.enum(pageActs) }),
  z.strictObject({ say: z.literal('retry'), iteration: z.number().int().nonnegative() }),
  z.strictObject({ say: z.literal('patch'), iteration: z.number().int().positive() }),
  z.strictObject({ say: z.literal('search'), step: z.string(), text: z.string().min(1).max(1000) }),
  z.strictObject({ say: z.literal('place'), ...placeSchema.shape }),
]);
export type RunPageSays = z.infer<typeof runPageSaysSchema>;
export type Chosen = Omit<Extract<RunPageSays, { readonly say: 'choose' }>, 'say'>;
