import * as z from 'zod';
import { reportedProblemSchema } from './problem.ts';

/** The answer to `loopwright/problems`, in the order of the text. Null where no text was sent and the document is not open. */
export const problemsReplySchema = z.array(reportedProblemSchema).nullable();
export type ProblemsReply = z.infer<typeof problemsReplySchema>;
