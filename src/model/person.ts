import * as z from 'zod';
import { objectIdSchema } from './change.ts';
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

/** What a person says to a run that waits. Each is a signal in the journal, taken once, in order. */
export const personSaysSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('land'), approval: approvalSchema, by: identitySchema }),
  z.strictObject({ kind: z.literal('reject'), reason: z.string().min(1), by: identitySchema }),
  /** The person changed files of the head by hand. */
  z.strictObject({ kind: z.literal('edited'), by: identitySchema }),
  /** A first answer to a prompt about the content at `head`. It carries no key. */
  z.strictObject({
    kind: z.literal('answered'),
    head: objectIdSchema,
    prompt: z.string(),
    correct: z.boolean(),
    by: identitySchema,
  }),
  /** No valid prompt can be made about `head` (any more), and why. */
  z.strictObject({ kind: z.literal('no-prompt'), head: objectIdSchema, why: z.string() }),
]);
export type PersonSays = z.infer<typeof personSaysSchema>;
