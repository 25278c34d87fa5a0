import * as z from 'zod';

/** The environment variable that holds the path of the spec file. */
export const repairSpecVariable = 'LOOPWRIGHT_REPAIR_SPEC';

/** A check as the repair agent must know it. */
export const repairCheckSchema = z.strictObject({
  id: z.string().min(1),
  /** A shell command, run in the worktree. */
  run: z.string().min(1),
  /** Added to the environment of the repair agent. */
  env: z.record(z.string(), z.string()),
  timeoutSeconds: z.number().positive(),
  /** How the check ended on the tree as it is before the repair. */
  passed: z.boolean(),
});
export type RepairCheck = z.infer<typeof repairCheckSchema>;

/** What the engine asks of the repair agent. Paths are globs from the top of the worktree, with forward slashes. */
export const repairSpecSchema = z.strictObject({
  checks: z.array(repairCheckSchema).min(1),
  /** Files that may be edited; empty means every file. */
  allowedPaths: z.array(z.string()),
  /** Files that are never edited, even where `allowedPaths` names them. */
  protectedPaths: z.array(z.string()),
  /** When to stop, in ms since 1970. */
  deadlineMs: z.number(),
  /** Where the result goes (absolute); written whole or not at all. */
  resultFile: z.string().min(1),
});
export type RepairSpec = z.infer<typeof repairSpecSchema>;

export const repairEditSchema = z.strictObject({
  path: z.string(),
  /** Counted from 1. */
  line: z.number().int().positive(),
  /** The edited lines, before and after. */
  before: z.string(),
  after: z.string(),
  description: z.string(),
});
export type RepairEdit = z.infer<typeof repairEditSchema>;

export const repairStatusSchema = z.enum([
  'fixed',
  'nothing-fails',
  'exhausted',
  'budget',
  'no-coverage',
  'unsupported',
]);
export type RepairStatus = z.infer<typeof repairStatusSchema>;

/** What the repair agent did. Only with `fixed` is a file changed; every other status leaves the worktree as it was. */
export const repairResultSchema = z.strictObject({
  status: repairStatusSchema,
  /** Edits that were written and judged by running tests. */
  tried: z.number().int().nonnegative(),
  /** Edits that were thought of. */
  candidates: z.number().int().nonnegative(),
  /** The first edit that was kept. */
  edit: repairEditSchema.optional(),
  /** Every edit that was kept, in the order it was found; one but for faults in several places. */
  edits: z.array(repairEditSchema),
  /** The ten most suspected lines, by Ochiai score (0 to 1). */
  suspicious: z.array(z.strictObject({ path: z.string(), line: z.number().int().positive(), score: z.number() })),
  /** One sentence for a person. */
  reason: z.string(),
});
export type RepairResult = z.infer<typeof repairResultSchema>;
