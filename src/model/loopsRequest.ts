import * as z from 'zod';

/** The request of the language server for the loops of a folder, open or not, as somebody who chooses one needs them. */
export const loopsMethod = 'loopwright/loops';

/** Server → client, of a folder that was asked about: its loops may be asked for again, an answer would differ. */
export const loopsChangedMethod = 'loopwright/loopsChanged';

/** The folder that has `.loops`. */
export const loopsParamsSchema = z.object({ folder: z.string() });
export type LoopsParams = z.infer<typeof loopsParamsSchema>;

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

/** In the order of the file names. */
export const loopsReplySchema = z.strictObject({ loops: z.array(loopRowSchema) });
export type LoopsReply = z.infer<typeof loopsReplySchema>;
