import * as z from 'zod';
import { reportedProblemSchema } from './problem.ts';

/**
 * The request of the language server for all problems of an open document, as its text stands and with what its repository
 * has: the answer waits for both, which published diagnostics do not.
 */
export const problemsMethod = 'loopwright/problems';

export const problemsParamsSchema = z.object({ textDocument: z.object({ uri: z.string() }) });
export type ProblemsParams = z.infer<typeof problemsParamsSchema>;

/** In the order of the text. Null where the document is not open. */
export const problemsReplySchema = z.array(reportedProblemSchema).nullable();
export type ProblemsReply = z.infer<typeof problemsReplySchema>;
