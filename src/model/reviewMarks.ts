import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { lineSpanSchema } from './reviewOutline.ts';

/**
 * What people say in a review before any of it is sent: what they have viewed, what is to be taken out, remarks on lines.
 * The runner keeps it (every window and the command line see the same), in facts that are only ever appended.
 */

/** Most characters of a remark, a reply, or the reason for taking something out. */
export const mostRemarkText = 8192;
const text = z.string().min(1).max(mostRemarkText);

/** Lines of one side as they stood when somebody spoke about them. */
export const anchorSchema = z.strictObject({
  path: z.string(),
  side: z.enum(['base', 'head']),
  /** The commit on that side. */
  commit: objectIdSchema,
  /** From 1; both belong to it. */
  first: z.number().int().positive(),
  last: z.number().int().positive(),
});
export type Anchor = z.infer<typeof anchorSchema>;

/** How a change that was asked for turned out for one remark. */
export const answerSchema = z.discriminatedUnion('status', [
  /** Lines of the remark, or of its unit, were changed: these are the new ones. */
  z.strictObject({
    status: z.literal('answered'),
    iteration: z.number().int(),
    path: z.string(),
    head: lineSpanSchema,
  }),
  /** The iteration is over and nothing near it was changed. */
  z.strictObject({ status: z.literal('unanswered'), iteration: z.number().int() }),
]);
export type Answer = z.infer<typeof answerSchema>;

const sentence = z.strictObject({ text, by: z.string(), at: z.number() });

/** A thread on lines of the change. `by` is `Name <email>`, times are epoch milliseconds. */
export const remarkSchema = z.strictObject({
  id: z.string(),
  /** Where it was made. */
  anchor: anchorSchema,
  /** The lines it was made on, at most 40. */
  quote: z.array(z.string()),
  said: z.array(sentence).min(1),
  /** The iteration after which it was sent; absent while it is pending. */
  sent: z.number().int().optional(),
  answer: answerSchema.optional(),
  resolved: z.strictObject({ by: z.string(), at: z.number() }).optional(),
  /** Where its lines stand in the side as it is now; absent where they are gone. */
  now: lineSpanSchema.optional(),
});
export type Remark = z.infer<typeof remarkSchema>;

/** That a piece is not to land. A piece without one is kept. */
export const decisionSchema = z.strictObject({
  piece: z.string(),
  path: z.string(),
  /** What the agent is to know about it; it is told only with this. */
  why: z.string().max(mostRemarkText).optional(),
  by: z.string(),
  at: z.number(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const reviewMarksSchema = z.strictObject({
  /** Who asks, as `Name <email>`. */
  me: z.string(),
  /** Digests of the units that the asking person has viewed. */
  viewed: z.array(z.string()),
  /** Pieces that are to be taken out, of those that the change still has. */
  decisions: z.array(decisionSchema),
  remarks: z.array(remarkSchema),
  /** The head that the asking person saw last, where that is not the one now. */
  looked: objectIdSchema.optional(),
  /** The unit where the asking person stopped reading. */
  place: z.string().optional(),
});
export type ReviewMarks = z.infer<typeof reviewMarksSchema>;

/** One thing that a person does in a review. Each is on disk before the reply. */
export const markSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('viewed'), digests: z.array(z.string()).min(1), on: z.boolean() }),
  z.strictObject({
    kind: z.literal('take-out'),
    pieces: z.array(z.strictObject({ path: z.string(), piece: z.string() })).min(1),
    why: text.optional(),
  }),
  z.strictObject({ kind: z.literal('keep'), pieces: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('remark'), id: z.string(), anchor: anchorSchema, text }),
  /** Only one's own, and only while it is pending. */
  z.strictObject({ kind: z.literal('reword'), remark: z.string(), text }),
  z.strictObject({ kind: z.literal('withdraw'), remark: z.string() }),
  z.strictObject({ kind: z.literal('reply'), remark: z.string(), text }),
  z.strictObject({ kind: z.literal('resolve'), remark: z.string(), on: z.boolean() }),
  z.strictObject({ kind: z.literal('looked'), head: objectIdSchema }),
  z.strictObject({ kind: z.literal('place'), unit: z.string() }),
]);
export type Mark = z.infer<typeof markSchema>;

/** Who made a run of lines of the head, for hovers. */
export const lineOriginSchema = z.strictObject({
  head: lineSpanSchema,
  /** Absent for lines of the base. */
  iteration: z.number().int().optional(),
  /** The person, for lines that were edited by hand. */
  by: z.string().optional(),
});
export type LineOrigin = z.infer<typeof lineOriginSchema>;

/** What a person asks of the next iteration, as it stands in the journal and as maker and checker are told. */
export const askedRemarkSchema = z.strictObject({
  id: z.string(),
  anchor: anchorSchema,
  quote: z.array(z.string()),
  /** What was said, oldest first. */
  said: z.array(text),
});
export const takenOutSchema = z.strictObject({
  piece: z.string(),
  path: z.string(),
  /** Lines that were taken out of the head or put back from the base, as a short patch. */
  patch: z.string(),
  why: z.string().optional(),
});
export type AskedRemark = z.infer<typeof askedRemarkSchema>;
export type TakenOut = z.infer<typeof takenOutSchema>;
