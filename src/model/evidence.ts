import * as z from 'zod';
import { cageStandingSchema } from './cage.ts';
import { objectIdSchema } from './change.ts';
import { goalNowSchema } from './goalNow.ts';
import { askedRemarkSchema, takenOutSchema } from './reviewMarks.ts';
import { runStatusSchema } from './runSummary.ts';
import { limitSchema, spendSchema } from './spend.ts';
import { checkOutcomeSchema, defectSchema, examinedDefectSchema, verdictSchema } from './steps.ts';

/**
 * What speaks for the change of an item and what against it, over all its iterations: the evidence page and
 * `loopwright show --evidence` tell it. A fold over the run's journal; nothing is looked up anywhere else.
 */

/** When something was raised, and when it was first not raised any more. */
const standing = {
  /** The first iteration that raised it. */
  raised: z.number().int(),
  /** The first later iteration that could have raised it again and did not; absent: it stands. */
  gone: z.number().int().optional(),
};

/** A defect that the checker claimed, with what running its command showed the last time. */
export const defectEvidenceSchema = z.strictObject({
  ...standing,
  ...defectSchema.shape,
  shown: examinedDefectSchema.shape.shown,
  /** How the command that is said to show it ended, and the end of its output; empty where it was not tried. */
  evidence: z.string(),
});
export type DefectEvidence = z.infer<typeof defectEvidenceSchema>;

/** A sentence that failed a pass whatever the goal said: `policy` speaks of the change, `review` for checker and judge. */
export const objectionEvidenceSchema = z.strictObject({
  ...standing,
  from: z.enum(['policy', 'review']),
  text: z.string(),
});
export type ObjectionEvidence = z.infer<typeof objectionEvidenceSchema>;

/** What a person asked for or did by hand, in the order it was said. `by` is `Name <email>`. */
export const askedEvidenceSchema = z.strictObject({
  kind: z.enum(['request-changes', 'take-out', 'edit']),
  by: z.string(),
  /** The iteration whose head was read; absent where the journal does not say. */
  after: z.number().int().optional(),
  note: z.string().optional(),
  remarks: z.array(askedRemarkSchema),
  takenOut: z.array(takenOutSchema),
});
export type AskedEvidence = z.infer<typeof askedEvidenceSchema>;

export const spenders = ['explorer', 'maker', 'checker', 'judge', 'checks'] as const;

/** What one role, or running the checks, took in one iteration. */
export const spentRowSchema = z.strictObject({
  /** 0 is what came before the first pass. */
  iteration: z.number().int(),
  who: z.enum(spenders),
  /** Seconds that it worked, the sum over its steps that have ended. */
  seconds: z.number().nonnegative(),
  /** Null is unknown, and never zero. */
  ...spendSchema.shape,
});
export type SpentRow = z.infer<typeof spentRowSchema>;

/** Who performed a role. The same agent in another version or with another model is another one. */
export const performerSchema = z.strictObject({
  role: z.enum(['explorer', 'maker', 'checker', 'judge']),
  agent: z.string(),
  version: z.string().optional(),
  model: z.string().optional(),
  passes: z.number().int().positive(),
  /** How often it was kept from something. */
  denied: z.number().int().nonnegative(),
});
export type Performer = z.infer<typeof performerSchema>;

export const evidenceSchema = z.strictObject({
  run: z.string(),
  loop: z.string(),
  item: z.string(),
  /** Its name in the world; the id where the run looks for no items. */
  key: z.string(),
  status: runStatusSchema,
  /** Why it ended or what it waits for; empty while it works. */
  reason: z.string(),
  /** How the change is delivered, and the full name of the branch that it is meant for. */
  deliver: z.strictObject({ as: z.enum(['merge', 'branch', 'patch', 'pull-request', 'report']), into: z.string() }),
  base: objectIdSchema,
  /** Absent while nothing was committed. */
  change: z
    .strictObject({
      base: objectIdSchema,
      head: objectIdSchema,
      files: z.number().int(),
      added: z.number().int(),
      removed: z.number().int(),
    })
    .optional(),
  /** Null: nothing was judged yet. */
  goal: goalNowSchema.nullable(),
  /** The newest iteration that ran checks, and what they came to. */
  proven: z.strictObject({ iteration: z.number().int(), checks: z.array(checkOutcomeSchema) }).nullable(),
  defects: z.array(defectEvidenceSchema),
  /** Iterations in which the checker gave no verdict that can be read. */
  unreadable: z.array(z.number().int()),
  /** Iterations in which a checker looked at the change; empty where the loop has none, or its turn never came. */
  checked: z.array(z.number().int()),
  verdicts: z.array(z.strictObject({ iteration: z.number().int(), ...verdictSchema.shape })),
  objections: z.array(objectionEvidenceSchema),
  asked: z.array(askedEvidenceSchema),
  understanding: z
    .strictObject({
      required: z.boolean(),
      holds: z.boolean(),
      right: z.number().int(),
      wrong: z.number().int(),
      reason: z.string(),
      /** Who answers for it although the answers do not open the gate (`Name <email>`), and why. */
      overridden: z.strictObject({ by: z.string(), reason: z.string() }).optional(),
    })
    .optional(),
  spent: z.array(spentRowSchema),
  /** What the run and this item had used when it was added up last, and the limits; absent where no budget is kept. */
  budget: z.strictObject({ run: spendSchema, item: spendSchema, limits: z.array(limitSchema) }).optional(),
  performers: z.array(performerSchema),
  cage: cageStandingSchema.optional(),
  /** The loop file as the run read it. */
  definition: z.strictObject({ file: z.string(), digest: z.string(), text: z.string(), committed: z.boolean() }),
});
export type Evidence = z.infer<typeof evidenceSchema>;
