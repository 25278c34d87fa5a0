import * as z from 'zod';

/** A line of `<common dir>/loopwright/attention.jsonl`: a person had an item's review or a prompt of it before them. */
export const attentionSchema = z.strictObject({
  at: z.number(),
  run: z.string(),
  item: z.string(),
  /** Since the window last said so. */
  seconds: z.number().positive(),
  /** Name and email of the person. */
  by: z.string(),
});
export type Attention = z.infer<typeof attentionSchema>;
