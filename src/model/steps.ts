import * as z from 'zod';
import { changeSchema, objectIdSchema } from './change.ts';

/**
 * The kinds of step a run is made of, as data: what goes in and what comes out of each. The interpreter decides which
 * step is next, a handler does it, the journal remembers both.
 */

/** How one command ended. Times are epoch milliseconds; `tail` is the end of its sanitised output, at most 4 KB. */
export const commandResultSchema = z.strictObject({
  ended: z.enum(['exit', 'timeout', 'output-limit', 'stopped', 'not-started']),
  exitCode: z.number().int().nullable(),
  startedAt: z.number(),
  finishedAt: z.number(),
  outputBytes: z.number().int().nonnegative(),
  tail: z.string(),
  /** Processes that the command left behind and that had to be ended. */
  survivors: z.number().int().nonnegative(),
});
export type CommandResult = z.infer<typeof commandResultSchema>;

/** A command passed if it ended by itself with exit code 0. */
export const commandPassed = (result: CommandResult): boolean => result.ended === 'exit' && result.exitCode === 0;

export const identitySchema = z.strictObject({ name: z.string().min(1), email: z.string().min(1) });
export type Identity = z.infer<typeof identitySchema>;

const checkRunSchema = z.strictObject({
  id: z.string(),
  run: z.string(),
  env: z.record(z.string(), z.string()),
  timeoutSeconds: z.number().positive(),
});

/** What is known of a check when a pass is judged. */
export const checkOutcomeSchema = z.strictObject({
  id: z.string(),
  passed: z.boolean(),
  exitCode: z.number().int().nullable(),
  ended: commandResultSchema.shape.ended,
  seconds: z.number().nonnegative(),
  tail: z.string(),
});
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

/** What a maker says of its own pass. It is a claim: only checks and the diff decide. */
export const makerReportSchema = z.strictObject({
  agent: z.string(),
  status: z.enum(['completed', 'failed']),
  /** True when another pass could not do better (an honest "I found nothing"). */
  final: z.boolean(),
  summary: z.string(),
  /** Edits tried, where the agent counts them. */
  tried: z.number().int().nonnegative().optional(),
  command: commandResultSchema,
});
export type MakerReport = z.infer<typeof makerReportSchema>;

/** Epoch milliseconds by which the run's working time is used up; absent where a person set the work going. */
const deadline = z.number().optional();

/**
 * Digest of what in the repository's own git configuration can name a program (filters, drivers, hooks). A step that
 * finds another one than the run started with refuses to go on: an agent may have written it.
 */
const configuration = z.string();

const worktreePlace = { item: z.string(), worktree: z.string() };

export const stepSchemas = {
  /** Makes a worktree at `base`: on a new branch for the work, or detached to try a merge. */
  prepare: {
    input: z.strictObject({ ...worktreePlace, branch: z.string().optional(), base: objectIdSchema }),
    result: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('ready'), configuration }),
      z.strictObject({ status: z.literal('refused'), reason: z.string() }),
    ]),
  },
  /** Runs one setup command. */
  setup: {
    input: z.strictObject({ ...worktreePlace, run: z.string(), deadline }),
    result: commandResultSchema,
  },
  /** Lets the maker attempt the work. */
  make: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().positive(),
      head: objectIdSchema,
      agent: z.enum(['auto', 'command', 'repair']),
      run: z.string().optional(),
      prompt: z.string().optional(),
      feedback: z.string(),
      checks: z.array(checkRunSchema.extend({ passed: z.boolean() })),
      allowedPaths: z.array(z.string()),
      protectedPaths: z.array(z.string()),
      deadline,
    }),
    result: makerReportSchema,
  },
  /** Commits what a pass left in the worktree and lists the change from base to head. */
  commit: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().nonnegative(),
      branch: z.string(),
      base: objectIdSchema,
      parent: objectIdSchema,
      message: z.string(),
      author: identitySchema,
      at: z.number(),
      configuration,
    }),
    result: z.strictObject({
      change: changeSchema,
      /** Nested repositories and git redirections found in the worktree; they were moved out of it. */
      quarantined: z.array(z.string()),
    }),
  },
  /** Runs one check in a worktree; without an iteration it proves a merge. */
  check: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().nonnegative().optional(),
      check: checkRunSchema,
      deadline,
    }),
    result: commandResultSchema,
  },
  /** Brings a worktree back to what is committed, so that what checks left behind is nobody's work. */
  tidy: {
    input: z.strictObject({ ...worktreePlace, iteration: z.number().int().nonnegative(), head: objectIdSchema }),
    result: z.strictObject({}),
  },
  /** Judges a pass: goal over checks, policy over the change. */
  decide: {
    input: z.strictObject({
      item: z.string(),
      iteration: z.number().int().nonnegative(),
      goal: z.string(),
      checks: z.array(checkOutcomeSchema),
      /** Reasons that fail the pass whatever the goal says. */
      objections: z.array(z.string()),
    }),
    result: z.strictObject({ goalHolds: z.boolean(), accepted: z.boolean(), reasons: z.array(z.string()) }),
  },
  /** Merges the change into the target's present tip, as a commit that no branch points to yet. */
  merge: {
    input: z.strictObject({
      item: z.string(),
      run: z.string(),
      into: z.string(),
      head: objectIdSchema,
      squash: z.boolean(),
      message: z.string(),
      identity: identitySchema,
      at: z.number(),
      configuration,
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('merged'),
        /** The commit, not yet on any branch, and the target's tip that it was made for. */
        candidate: objectIdSchema,
        old: objectIdSchema,
        /** What the target would gain: from `old` to `candidate`. */
        change: changeSchema,
      }),
      z.strictObject({ status: z.literal('refused'), code: z.string(), reason: z.string() }),
    ]),
  },
  /** Moves the target to the candidate, in the user's checkout too where the target is checked out. */
  land: {
    input: z.strictObject({
      item: z.string(),
      run: z.string(),
      into: z.string(),
      candidate: objectIdSchema,
      old: objectIdSchema,
      configuration,
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('landed'), commit: objectIdSchema }),
      z.strictObject({ status: z.literal('refused'), code: z.string(), reason: z.string() }),
    ]),
  },
  /** Brings the work up to a merge that was made for it, because the target has moved: that is the new change. */
  rebase: {
    input: z.strictObject({
      ...worktreePlace,
      branch: z.string(),
      head: objectIdSchema,
      candidate: objectIdSchema,
      old: objectIdSchema,
      iteration: z.number().int().positive(),
    }),
    result: z.strictObject({ change: changeSchema }),
  },
  /** Leaves the change on its branch as the loop wants it delivered. */
  publish: {
    input: z.strictObject({
      item: z.string(),
      branch: z.string(),
      base: objectIdSchema,
      head: objectIdSchema,
      squash: z.boolean(),
      message: z.string(),
      identity: identitySchema,
      at: z.number(),
      configuration,
    }),
    result: z.strictObject({ commit: objectIdSchema }),
  },
  /** Gives a worktree back; its branch only when nothing would be lost. */
  reclaim: {
    input: z.strictObject({
      ...worktreePlace,
      /** The branch goes too if it still is at `head` and its work is landed, or is none. */
      dropBranch: z
        .strictObject({
          branch: z.string(),
          head: objectIdSchema,
          /** The commit that it landed as. */
          landedAs: objectIdSchema.optional(),
        })
        .optional(),
    }),
    result: z.strictObject({ removed: z.boolean(), reason: z.string().optional() }),
  },
} as const;

export type StepKind = keyof typeof stepSchemas;
export type StepInput<K extends StepKind> = z.infer<(typeof stepSchemas)[K]['input']>;
export type StepResult<K extends StepKind> = z.infer<(typeof stepSchemas)[K]['result']>;
export const stepKinds = Object.keys(stepSchemas) as readonly StepKind[];
