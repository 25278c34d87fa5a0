import * as z from 'zod';
import { evidenceSchema } from '../model/evidence.ts';
import { checkRowSchema, lookSchema } from './runPageView.ts';

/**
 * What the page of the evidence of one item and the editor say to each other. The editor folds the events and tells part by
 * part what changed.
 */

/** What can be done from the page. */
export const evidenceActs = [
  'deliver',
  'answerPrompt',
  'landWithoutUnderstanding',
  'openReview',
  'requestChanges',
  'takeOut',
  'reject',
  'openRun',
] as const;
export type EvidenceAct = (typeof evidenceActs)[number];

export const actButtonSchema = z.strictObject({
  act: z.enum(evidenceActs),
  label: z.string(),
  icon: z.string(),
  /** Why it cannot be done now; absent where it can. */
  closed: z.string().optional(),
});
export type ActButton = z.infer<typeof actButtonSchema>;

/** How the change stands, and what a person can do about it. */
export const decisionNowSchema = z.strictObject({
  look: lookSchema,
  /** Whether it may be delivered. */
  open: z.boolean(),
  /** What may or may not be: `landing is closed`. */
  gate: z.string(),
  reason: z.string(),
  /** The step that comes next first; only commands that are there. */
  acts: z.array(actButtonSchema),
});
export type DecisionNow = z.infer<typeof decisionNowSchema>;

/** Whether the loop file in the checkout says what the run read: `gone` where there is none. */
export const checkoutSchema = z.enum(['same', 'other', 'gone', 'unknown']);
export type Checkout = z.infer<typeof checkoutSchema>;

/** Editor → page. */
export const evidencePageSchema = z.discriminatedUnion('show', [
  /** What is new; what is absent stays as it was. */
  z.strictObject({
    show: z.literal('news'),
    decision: decisionNowSchema.optional(),
    evidence: evidenceSchema.partial().optional(),
    /** The checks of the newest iteration that ran some, those with regressions first. */
    checks: z.array(checkRowSchema).optional(),
    checkout: checkoutSchema.optional(),
  }),
  /** Nothing can be shown; `message` says what to do next. */
  z.strictObject({ show: z.literal('trouble'), message: z.string() }),
]);
export type EvidencePage = z.infer<typeof evidencePageSchema>;
export type EvidenceNews = Omit<Extract<EvidencePage, { readonly show: 'news' }>, 'show'>;

/** What a page keeps over a reload of the window. */
export const keptEvidenceSchema = z.strictObject({ run: z.string(), item: z.string(), scroll: z.number() });
export type KeptEvidence = z.infer<typeof keptEvidenceSchema>;

/** Page → editor. */
export const evidenceSaysSchema = z.discriminatedUnion('say', [
  /** The page listens now. */
  z.strictObject({ say: z.literal('ready') }),
  z.strictObject({ say: z.literal('act'), act: z.enum(evidenceActs) }),
]);
export type EvidenceSays = z.infer<typeof evidenceSaysSchema>;
