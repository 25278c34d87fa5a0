import * as z from 'zod';
import { dryRunSchema } from './dryRun.ts';
import { lifeSchema } from './life.ts';
import { reportedProblemSchema } from './problem.ts';

/** `errors`: the file has errors, so nothing could run. The answer is null where the document is not open. */
export const dryRunReplySchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('dry-run'), dryRun: dryRunSchema, life: lifeSchema }),
  z.strictObject({ is: z.literal('errors'), problems: z.array(reportedProblemSchema) }),
]);
export type DryRunReply = z.infer<typeof dryRunReplySchema>;
