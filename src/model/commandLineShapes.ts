import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { runStatusSchema } from './shapes.ts';

/** What `--json` prints for the commands that do something. docs/command-line.md shows them. */

/** `run` without `--wait`. */
export const startedSchema = z.strictObject({ run: z.string() });

/** `stop` and `reject`: where the run is now, and why. */
export const runStandingSchema = z.strictObject({ run: z.string(), status: runStatusSchema, reason: z.string() });

/** `land`. */
export const landedSchema = z.strictObject({ run: z.string(), commit: objectIdSchema });

/** `runner status` where none runs; else `runnerStatusSchema`. */
export const noRunnerSchema = z.strictObject({ running: z.literal(false) });

/** `runner stop`: `pid` of the runner that left. */
export const runnerStoppedSchema = z.strictObject({ stopped: z.boolean(), pid: z.number().int().optional() });

/** `doctor`: an array of these. */
export const doctorFindingSchema = z.strictObject({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'error']),
  /** What was found and, where it is not well, what to do. */
  message: z.string(),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

/** What every command prints to standard error with `--json` when it could not do what it was asked. */
export const failureSchema = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
