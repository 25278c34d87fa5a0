import * as z from 'zod';

/** A value that a person gives at the start of a run; the same as in the loop file, with its defaults. */
const declaredInputSchema = z.strictObject({
  type: z.enum(['string', 'number', 'boolean', 'choice']),
  description: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  options: z.array(z.string()).optional(),
});

const loopRowSchema = z.strictObject({
  uri: z.string(),
  name: z.string(),
  description: z.string().optional(),
  /** None where the loop has errors, as with agents and triggers. */
  inputs: z.record(z.string(), declaredInputSchema),
  errors: z.number().int(),
  warnings: z.number().int(),
  /** The first error, else the first other problem, in words. */
  firstProblem: z.string().optional(),
  /** Of all its roles, each once. */
  agents: z.array(z.string()),
  /** What starts it beside people, one line for each trigger. */
  triggers: z.array(z.string()),
});
export type LoopRow = z.infer<typeof loopRowSchema>;

/** The answer to `loopwright/loops`, in the order of the file names. */
export const loopsReplySchema = z.strictObject({ loops: z.array(loopRowSchema) });
export type LoopsReply = z.infer<typeof loopsReplySchema>;
