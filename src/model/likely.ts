import * as z from 'zod';
import { spendSchema } from './spend.ts';

/** What the next run will probably use, from those before. */
export const likelySchema = z.strictObject({
  runs: z.number().int(),
  low: spendSchema,
  middle: spendSchema,
  high: spendSchema,
  words: z.string(),
});
export type Likely = z.infer<typeof likelySchema>;
