import * as z from 'zod';
import { likelySchema } from './likely.ts';

/** The request of the language server that other editors can make as well. Its answer: `dryRunReply.ts`. */
export const dryRunMethod = 'loopwright/dryRun';

export const dryRunParamsSchema = z.object({
  textDocument: z.object({ uri: z.string() }),
  /** Which of the items that are known, from 0. */
  shown: z.number().int().nonnegative().optional(),
  /** What earlier runs used, where the client has asked the runner for it. */
  likely: likelySchema.optional(),
});
export type DryRunParams = z.infer<typeof dryRunParamsSchema>;
