import * as z from 'zod';
import { gradedSchema, promptSchema } from '../model/prompt.ts';
import { reviewOutlineSchema } from '../model/reviewOutline.ts';
import { runDetailSchema } from '../model/shapes.ts';

/** What `review --json` prints. It holds no key. */
export const reviewReportSchema = z.strictObject({
  run: z.string(),
  /** Where the run looked for items. */
  item: z.string().optional(),
  /** The change as it is read: files and units, the riskiest first, with their pieces. */
  outline: reviewOutlineSchema,
  understanding: runDetailSchema.shape.understanding,
  /** The prompt to answer, where the gate asks for one. */
  prompt: promptSchema.optional(),
});
export type ReviewReport = z.infer<typeof reviewReportSchema>;

/** What `review --answer --json` prints. Options are counted from 0. */
export const answeredSchema = z.strictObject({
  run: z.string(),
  item: z.string().optional(),
  answer: gradedSchema,
  understanding: runDetailSchema.shape.understanding,
});
