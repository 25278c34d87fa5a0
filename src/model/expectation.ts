import * as z from 'zod';
import { objectIdSchema } from './change.ts';

/** What a person expects of a change before its diff opens: the files that it touches, and a line. Nobody grades it. */

export const mostExpectationText = 500;

export const expectationSchema = z.strictObject({
  head: objectIdSchema,
  paths: z.array(z.string()),
  words: z.string().max(mostExpectationText),
});
export type Expectation = z.infer<typeof expectationSchema>;

/** What was other than expected. */
export const surprisesSchema = z.strictObject({
  /** Touched, and not expected; expected, and not touched; both. */
  unexpected: z.array(z.string()),
  untouched: z.array(z.string()),
  foreseen: z.array(z.string()),
});
export type Surprises = z.infer<typeof surprisesSchema>;
