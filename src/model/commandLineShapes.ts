import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { decisionSchema, findingIdSchema } from './memory.ts';
import { reportedProblemSchema } from './problem.ts';
import { runStatusSchema } from './runSummary.ts';

/** What `--json` prints for the commands that do something. docs/command-line.md shows them. Times are ISO 8601 in UTC. */

/** A loop that `import` wrote: what of its source was not taken over, and what is wrong with it. */
export const importedLoopSchema = z.strictObject({
  name: z.string(),
  file: z.string(),
  notes: z.array(z.string()),
  problems: z.array(reportedProblemSchema),
});

/** `run` without `--wait`, and `retry`. */
export const startedSchema = z.strictObject({ run: z.string() });

/**
 * `stop`, `pause`, `resume`, `raise` and `note`: where the run is now, and why. `reject`, `approve` and `continue`: where the item is, named by its id where the
 * run looked for items.
 */
export const runStandingSchema = z.strictObject({
  run: z.string(),
  item: z.string().optional(),
  status: runStatusSchema,
  reason: z.string(),
});

/** `remark`: the id of the remark. `take-out` and `keep`: the ids of the pieces. */
export const markedSchema = z.strictObject({
  run: z.string(),
  item: z.string().optional(),
  remark: z.string().optional(),
  pieces: z.array(z.string()).optional(),
});

/** `land`. */
export const landedSchema = z.strictObject({ run: z.string(), item: z.string().optional(), commit: objectIdSchema });

/** `inbox dismiss`, `inbox snooze` and `reply`: the id of the entry. `heard`: whether the agent that asked was still there. */
export const entrySchema = z.strictObject({
  id: z.string(),
  until: z.string().optional(),
  heard: z.boolean().optional(),
});

/** `decide`. */
export const decidedSchema = z.strictObject({
  loop: z.string(),
  finding: findingIdSchema,
  what: decisionSchema.shape.what,
  until: z.string().optional(),
  note: z.string().optional(),
});

/** `state --set`. */
export const stateWrittenSchema = z.strictObject({ loop: z.string(), changed: z.boolean() });

/** `enable` and `disable`. `file` is the path of the loop file from the top of the repository. */
export const enablingSchema = z.strictObject({ loop: z.string(), file: z.string(), state: z.enum(['on', 'off']) });

/** `secret set` and `secret remove`; `secret list` prints an array of these. Never a value. */
export const secretSchema = z.strictObject({ name: z.string() });

/** `runner install`: the file that the system reads at login. */
export const runnerInstalledSchema = z.strictObject({ installed: z.literal(true), file: z.string() });

/** `runner uninstall`: whether there was anything to remove. */
export const runnerUninstalledSchema = z.strictObject({ installed: z.literal(false), removed: z.boolean() });

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
  /** Of a coding agent that was found. */
  agent: z
    .strictObject({
      program: z.string(),
      version: z.string(),
      auth: z.enum(['ok', 'missing', 'unknown']),
      /** By the names of `capabilitiesOf`. */
      can: z.record(z.string(), z.unknown()),
      /** What its login needs: names of variables (`*` for any ending) and paths of the home folder. */
      login: z.strictObject({ variables: z.array(z.string()), paths: z.array(z.string()) }),
    })
    .optional(),
});
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;

/** What every command prints to standard error with `--json` when it could not do what it was asked. */
export const failureSchema = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });

/** `debt --share --json`: the file in the checkout, from the top of the repository, and its rows. */
export const ledgerSharedSchema = z.strictObject({ file: z.string(), rows: z.number().int() });
