import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { confidenceSchema, promptKinds } from './prompt.ts';
import { askedRemarkSchema, mostRemarkText, takenOutSchema } from './reviewMarks.ts';
import { identitySchema } from './steps.ts';

/** The exact content that a person approves. Anything else, and the approval is void. */
export const approvalSchema = z.strictObject({
  base: objectIdSchema,
  head: objectIdSchema,
  tree: objectIdSchema,
  /** Digest of the loop file that produced it. */
  definition: z.string(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** What a person says to an item that waits. Each is a signal in the journal, taken once, in order. */
export const personSaysSchema = z.discriminatedUnion('kind', [
  /** The change may go where the loop delivers it. It counts as an approval of every gate that asks before that. */
  z.strictObject({ kind: z.literal('land'), approval: approvalSchema, by: identitySchema }),
  z.strictObject({ kind: z.literal('reject'), reason: z.string().min(1), by: identitySchema }),
  /** The work may go on past a gate before an item or before spending. */
  z.strictObject({ kind: z.literal('approve'), gate: z.string(), by: identitySchema }),
  /** The answer to a stalled item that asked: go on, with this to bear in mind. */
  z.strictObject({ kind: z.literal('continue'), note: z.string().max(8192), by: identitySchema }),
  /** The person changed files of the head by hand, or took pieces out of them. */
  z.strictObject({ kind: z.literal('edited'), by: identitySchema, takenOut: z.array(takenOutSchema).optional() }),
  /** The change is to be worked on: pieces were taken out of the worktree, and maker and checker are told all of this. */
  z.strictObject({
    kind: z.literal('request-changes'),
    /** The head that was read. */
    head: objectIdSchema,
    remarks: z.array(askedRemarkSchema),
    takenOut: z.array(takenOutSchema),
    note: z.string().max(mostRemarkText).optional(),
    by: identitySchema,
  }),
  /** A first answer to a prompt about the content at `head`. It carries no key. */
  z.strictObject({
    kind: z.literal('answered'),
    head: objectIdSchema,
    prompt: z.string(),
    /** The file that it was about; absent in journals that are older than this. */
    path: z.string().optional(),
    correct: z.boolean(),
    /** The rest is absent in older journals too. `unit` and `body` as in the ledger. */
    promptKind: z.enum(promptKinds).optional(),
    unit: z.string().optional(),
    body: z.string().optional(),
    /** Evidence that it earned; a right answer that was a guess earns none, and does not count as right. */
    credit: z.number().optional(),
    confidence: confidenceSchema.optional(),
    looked: z.boolean().optional(),
    /** Said again by the runner for a later head, in which the body of its unit stands unchanged. */
    carried: z.literal(true).optional(),
    by: identitySchema,
  }),
  /** No valid prompt can be made about `head` (any more), and why. */
  z.strictObject({ kind: z.literal('no-prompt'), head: objectIdSchema, why: z.string() }),
  /** It may land although the comprehension gate is closed: a person answers for that, and says why. */
  z.strictObject({
    kind: z.literal('override'),
    head: objectIdSchema,
    reason: z.string().min(1).max(mostRemarkText),
    by: identitySchema,
  }),
]);
export type PersonSays = z.infer<typeof personSaysSchema>;
export type RequestChanges = Extract<PersonSays, { kind: 'request-changes' }>;
