import * as z from 'zod';

/** A place in a text: line and character from 0, characters in UTF-16 units, as the Language Server Protocol counts. */
export const positionSchema = z.strictObject({ line: z.number().int(), character: z.number().int() });
export const rangeSchema = z.strictObject({ start: positionSchema, end: positionSchema });
export type Position = z.infer<typeof positionSchema>;
export type Range = z.infer<typeof rangeSchema>;

/** One problem of a loop file, as `loopwright validate --json` prints it. */
export const reportedProblemSchema = z.strictObject({
  file: z.string(),
  /** `LW` and three digits; docs/problems/README.md lists them. */
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  range: rangeSchema,
});
export type ReportedProblem = z.infer<typeof reportedProblemSchema>;
