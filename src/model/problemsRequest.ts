import * as z from 'zod';

/**
 * The request of the language server for all problems of a loop file, with what its repository has: of an open document, as
 * its text stands, or of the text that is sent along, open or not. The answer waits for what published diagnostics do not: `problemsReply.ts`.
 */
export const problemsMethod = 'loopwright/problems';

export const problemsParamsSchema = z.object({
  textDocument: z.object({ uri: z.string() }),
  /** Looked at as if it stood in the document. */
  text: z.string().max(1_000_000).optional(),
});
export type ProblemsParams = z.infer<typeof problemsParamsSchema>;
