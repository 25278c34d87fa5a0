import * as z from 'zod';
import { markSchema } from './reviewMarks.ts';

/** A line of `<common dir>/loopwright/runs/<run>/review/<item>.jsonl`: what one person did at once in a review. */
export const reviewFactSchema = z.strictObject({
  /** Epoch milliseconds. */
  at: z.number(),
  /** `Name <email>`. */
  by: z.string(),
  marks: z.array(markSchema).min(1),
  /** Of new remarks, by their ids: the lines that they were made on. */
  quotes: z.record(z.string(), z.array(z.string())).optional(),
});
export type ReviewFact = z.infer<typeof reviewFactSchema>;
