import * as z from 'zod';
import { dryRunSchema, likelySchema } from './dryRun.ts';
import { lifeSchema } from './life.ts';
import { reportedProblemSchema } from './problem.ts';

/** The request of the language server that other editors can make as well. */
export const dryRunMethod = 'loopwright/dryRun';

export const dryRunParamsSchema = z.object({
  textDocument: z.object({ uri: z.string() }),
  /** Which of the items that are known, from 0. */
  shown: z.number().int().nonnegative().optional(),
  /** What earlier runs used, where the client has asked the runner for it. */
  likely: likelySchema.optional(),
});
export type DryRunParams = z.infer<typeof dryRunParamsSchema>;

/** `errors`: the file has errors, so nothing could run. The answer is null where the document is not open. */
export const dryRunReplySchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('dry-run'), dryRun: dryRunSchema, life: lifeSchema }),
  z.strictObject({ is: z.literal('errors'), problems: z.array(reportedProblemSchema) }),
]);
export type DryRunReply = z.infer<typeof dryRunReplySchema>;
