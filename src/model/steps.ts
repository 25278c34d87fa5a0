import * as z from 'zod';
import { agentNames, efforts, sessionModes } from './agents.ts';
import { cageSchema } from './cage.ts';
import { changeSchema, objectIdSchema } from './change.ts';
import { connectorSchema } from './connector.ts';
import { inboxEntrySchema } from './inbox.ts';
import { runOutcomeSchema } from './outcome.ts';
import { defectSchema, reportedFindingSchema } from './reported.ts';
import type { Json } from './result.ts';
import { limitSchema, priceSchema, spendSchema, usageSchema } from './spend.ts';
import { testReportSchema } from './testReport.ts';
import { drivenTurnSchema } from './turn.ts';

export { type Defect, defectSchema, type ReportedFinding, reportedFindingSchema } from './reported.ts';

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

/** A check as a handler needs it. */
const checkRunSchema = z.strictObject({
  id: z.string(),
  run: z.string(),
  env: z.record(z.string(), z.string()),
  timeoutSeconds: z.number().positive(),
  report: z.strictObject({ format: testReportSchema.shape.format, file: z.string().optional() }).optional(),
});
export type CheckRun = z.infer<typeof checkRunSchema>;

/** One run of a check: its command, the report where there is one, and whether both say that it passed. */
const checkResultSchema = commandResultSchema.extend({
  passed: z.boolean(),
  report: testReportSchema.optional(),
  /** Why it did not pass although its exit code says so, or the other way round. */
  contradiction: z.string().optional(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The four runs of a proof: tests of base (`t0`) or head (`t1`) on sources of base (`s0`) or head (`s1`). */
export const proofSchema = z.strictObject({
  t0s0: z.boolean(),
  t1s0: z.enum(['failed', 'errored', 'passed']),
  t1s1: z.boolean(),
  t0s1: z.boolean(),
  holds: z.boolean(),
  why: z.string(),
});
export type Proof = z.infer<typeof proofSchema>;

/** What is known of a check when a pass is judged: all its runs taken together. */
export const checkOutcomeSchema = z.strictObject({
  id: z.string(),
  passed: z.boolean(),
  exitCode: z.number().int().nullable(),
  ended: commandResultSchema.shape.ended,
  seconds: z.number().nonnegative(),
  tail: z.string(),
  /** Names of the tests that fail, where a report tells; at most 200. */
  failing: z.array(z.string()).optional(),
  /** How many that are; the list of names may be shorter. */
  failedTests: z.number().int().nonnegative().optional(),
  /** Those of them that did not fail before the change; the name of the check itself where no report tells. */
  regressions: z.array(z.string()),
  /** Tests, or the check, that passed in one run and failed in another of the same files. */
  flaky: z.array(z.string()),
  contradiction: z.string().optional(),
  proof: proofSchema.optional(),
});
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

/** A metric as a handler needs it. */
const metricRunSchema = z.strictObject({
  id: z.string(),
  run: z.string(),
  env: z.record(z.string(), z.string()),
  timeoutSeconds: z.number().positive(),
  parse: z.union([z.literal('number'), z.strictObject({ json: z.string() })]),
});

/** Whether a claimed defect is real: its command was run, or there was none. */
export const examinedDefectSchema = defectSchema.extend({
  shown: z.enum(['reproduced', 'not-reproduced', 'not-tried']),
  evidence: z.string(),
});
export type ExaminedDefect = z.infer<typeof examinedDefectSchema>;

/** What every role says of its pass. All of it is a claim: checks, the diff and commands that are run decide. */
const roleReport = {
  agent: z.string(),
  status: z.enum(['completed', 'failed']),
  summary: z.string(),
  /** Null when the agent reported nothing. */
  usage: usageSchema.nullable(),
  findings: z.array(reportedFindingSchema),
  lessons: z.array(z.string()),
  questions: z.array(z.string()),
  /** What was wrong with its report, told to whoever reads the run. */
  problems: z.array(z.string()),
  /** Which limit stopped it in the middle, in words. */
  overBudget: z.string().optional(),
  /** Of a coding agent: what is known of its pass. */
  turn: drivenTurnSchema.optional(),
  command: commandResultSchema,
};

/** What a maker says of its own pass. It is a claim: only checks and the diff decide. */
export const makerReportSchema = z.strictObject({
  ...roleReport,
  /** True when another pass could not do better (an honest "I found nothing", or "this cannot be satisfied"). */
  final: z.boolean(),
  /** Why it says that nobody could do it; then it is final, whatever the checks say. */
  unsatisfiable: z.string().optional(),
  /** Edits tried, where the agent counts them. */
  tried: z.number().int().nonnegative().optional(),
});
export type MakerReport = z.infer<typeof makerReportSchema>;

export const explorerReportSchema = z.strictObject({
  ...roleReport,
  rootCause: z.string().optional(),
  /** Files that it changed although it may change nothing; they were put back. */
  changed: z.array(z.string()),
});
export type ExplorerReport = z.infer<typeof explorerReportSchema>;

export const checkerReportSchema = z.strictObject({
  ...roleReport,
  /** Null when it gave no valid verdict. */
  defects: z.array(defectSchema).max(50).nullable(),
  changed: z.array(z.string()),
});
export type CheckerReport = z.infer<typeof checkerReportSchema>;

export const judgeReportSchema = z.strictObject({
  ...roleReport,
  /** From 0 to 10; null when it gave no valid verdict. */
  score: z.number().min(0).max(10).nullable(),
  reasons: z.array(z.string()),
  changed: z.array(z.string()),
});
export type JudgeReport = z.infer<typeof judgeReportSchema>;

/** What the judges of a panel come to. */
export const verdictSchema = z.strictObject({
  passed: z.boolean(),
  /** The median of the scores. */
  score: z.number(),
  scores: z.array(z.number()),
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Epoch milliseconds by which the run's working time is used up; absent where a person set the work going. */
const deadline = z.number().optional();

/**
 * Digest of what in the repository's own git configuration can name a program (filters, drivers, hooks). A step that
 * finds another one than the run started with refuses to go on: an agent may have written it.
 */
const configuration = z.string();

/** What the step's command may reach; absent in journals that are older than the cage. */
const cage = cageSchema.optional();

const worktreePlace = {
  item: z.string(),
  worktree: z.string(),
  /** Full name of its branch; absent for a detached one. HEAD is put back to it, wherever somebody took it. */
  branch: z.string().optional(),
};

/** A role's agent and what it is given. Names and texts are filled in already. */
const roleInput = {
  agent: z.enum(agentNames),
  /** Name of the agent's own definition that it works by (`claude:reviewer`). */
  definition: z.string().optional(),
  /** Of `command`: for the shell. */
  run: z.string().optional(),
  /** Of `acp`: the program with its arguments. */
  command: z.array(z.string()).min(1).optional(),
  prompt: z.string().optional(),
  model: z.string().optional(),
  effort: z.enum(efforts).optional(),
  /** Names of skills that the agent is given; absent: none. */
  skills: z.array(z.string()).optional(),
  /** MCP servers that the agent is given, beside Loopwright's own; absent: none. */
  connectors: z.array(connectorSchema).optional(),
  /** Model calls that it may make in this pass. */
  maxTurns: z.number().int().positive().optional(),
  /** How it takes up the conversation that `session` names; absent: `continue`. A `fresh` one has a name of its own. */
  sessionMode: z.enum(sessionModes).optional(),
  env: z.record(z.string(), z.string()),
  cage,
  /** Bounds this pass alone. */
  timeoutSeconds: z.number().positive().optional(),
  /** Names the conversation: the same text goes on with it, another begins anew. No two roles share one. */
  session: z.string(),
  /** The state document, kept short; empty where there is none yet. */
  memory: z.string(),
  limits: z.array(limitSchema),
  price: priceSchema.optional(),
  loop: z.string(),
  deadline,
};

/** What goal, give-up and gates are worked out over. */
export const factsSchema = z.strictObject({
  checks: z.array(checkOutcomeSchema),
  /** Absent where it could not be measured. */
  metrics: z.record(z.string(), z.number()),
  baseline: z.record(z.string(), z.number()),
  best: z.record(z.string(), z.number()),
  judge: verdictSchema.optional(),
  run: z.strictObject({
    iteration: z.number().int(),
    /** Passes in a row in which nothing got better. */
    noProgress: z.number().int(),
    tokens: z.number().nullable(),
    costUsd: z.number().nullable(),
    minutes: z.number(),
  }),
  diff: z.strictObject({ lines: z.number().int(), files: z.array(z.string()) }),
  item: z.custom<Json>((value) => value !== undefined),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type Facts = z.infer<typeof factsSchema>;

/** An operand of the outermost "and" of a goal, and whether it holds. */
export const goalPartSchema = z.strictObject({
  /** As it is written. */
  text: z.string(),
  /** Null where it has no answer; `why` says why not. */
  holds: z.boolean().nullable(),
  /** The values that it speaks of; empty where its truth says all. */
  why: z.string(),
});
export type GoalPart = z.infer<typeof goalPartSchema>;

/** An item that a run takes up. `id` is short and safe for paths and branch names, `key` is its name in the world. */
export const itemSchema = z.strictObject({
  id: z.string(),
  key: z.string().max(512),
  data: z.custom<Json>((value) => value !== undefined),
});
export type Item = z.infer<typeof itemSchema>;

export const stepSchemas = {
  /** Makes a worktree at `base`: on a new branch for the work, or detached to look or to try something. */
  prepare: {
    input: z.strictObject({
      item: z.string().optional(),
      worktree: z.string(),
      branch: z.string().optional(),
      base: objectIdSchema,
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('ready'),
        configuration,
        /** Full name of the branch that was made: the one asked for, numbered where that was taken. Absent: that one. */
        branch: z.string().optional(),
      }),
      z.strictObject({ status: z.literal('refused'), reason: z.string() }),
    ]),
  },
  /** Runs the precheck: exit code 0 means that there is nothing to do. */
  precheck: {
    input: z.strictObject({ worktree: z.string(), run: z.string(), timeoutSeconds: z.number(), cage, deadline }),
    result: commandResultSchema,
  },
  /** Takes decisions of people on findings from a command of the loop into its memory. */
  hear: {
    input: z.strictObject({
      loop: z.string(),
      worktree: z.string(),
      run: z.string(),
      timeoutSeconds: z.number(),
      at: z.number(),
      cage,
      deadline,
    }),
    result: z.strictObject({ taken: z.number().int(), problems: z.array(z.string()), command: commandResultSchema }),
  },
  /** Finds the items of a run, and leaves out those that are done, declined, or not worth it. */
  discover: {
    input: z.strictObject({
      loop: z.string(),
      worktree: z.string(),
      base: objectIdSchema,
      from: z.union([
        z.strictObject({ run: z.string(), timeoutSeconds: z.number() }),
        z.strictObject({ file: z.string() }),
        z.strictObject({ findings: z.string() }),
      ]),
      format: z.enum(['json', 'lines']),
      key: z.string().optional(),
      where: z.string().optional(),
      max: z.number().int(),
      retry: z.enum(['never', 'changed', 'always']),
      inputs: factsSchema.shape.inputs,
      at: z.number(),
      cage,
      deadline,
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({
        status: z.literal('found'),
        items: z.array(itemSchema),
        found: z.number().int(),
        /** Why others are not taken up; at most 100 are told. */
        left: z.array(z.strictObject({ key: z.string(), why: z.string() })),
      }),
      z.strictObject({ status: z.literal('failed'), reason: z.string() }),
    ]),
  },
  /** Reads the state document that the roles of this run are given. */
  recall: {
    input: z.strictObject({ loop: z.string(), carry: z.array(z.string()), at: z.number() }),
    result: z.strictObject({ memory: z.string() }),
  },
  /** Runs one setup command. */
  setup: {
    input: z.strictObject({ ...worktreePlace, run: z.string(), cage, deadline }),
    result: commandResultSchema,
  },
  /** Lets the explorer look. What it changes is put back. */
  explore: {
    input: z.strictObject({
      ...worktreePlace,
      ...roleInput,
      head: objectIdSchema,
      attempt: z.number().int().positive(),
    }),
    result: explorerReportSchema,
  },
  /** Lets the maker attempt the work. */
  make: {
    input: z.strictObject({
      ...worktreePlace,
      ...roleInput,
      iteration: z.number().int().positive(),
      /** Where skills, connectors and definitions are read from; absent in journals that are older than these: `head`. */
      base: objectIdSchema.optional(),
      head: objectIdSchema,
      feedback: z.string(),
      /** Ids of the notes that the feedback begins with: with this step they have been heard. */
      notes: z.array(z.string()).optional(),
      checks: z.array(checkRunSchema.extend({ passed: z.boolean() })),
      allowedPaths: z.array(z.string()),
      protectedPaths: z.array(z.string()),
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
      cage,
      deadline,
    }),
    result: checkResultSchema,
  },
  /** Measures one metric in a worktree. */
  measure: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().nonnegative().optional(),
      metric: metricRunSchema,
      cage,
      deadline,
    }),
    result: z.strictObject({
      /** Null when nothing could be read; `problem` says why. */
      value: z.number().nullable(),
      problem: z.string().optional(),
      command: commandResultSchema,
    }),
  },
  /** Makes a commit of the tests of one commit and the sources of another, for a proof. */
  weave: {
    input: z.strictObject({
      item: z.string(),
      run: z.string(),
      cell: z.enum(['t1s0', 't0s1']),
      tests: z.array(z.string()),
      testsFrom: objectIdSchema,
      sourcesFrom: objectIdSchema,
      at: z.number(),
    }),
    result: z.strictObject({ commit: objectIdSchema }),
  },
  /** Lets the checker try to break the change. What it changes is put back. */
  verify: {
    input: z.strictObject({
      ...worktreePlace,
      ...roleInput,
      iteration: z.number().int().positive(),
      base: objectIdSchema,
      head: objectIdSchema,
      /** Goal, checks and what was found before, as text. */
      brief: z.string(),
    }),
    result: checkerReportSchema,
  },
  /** Runs the command that is said to show a defect: it shows it by failing. */
  reproduce: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().positive(),
      head: objectIdSchema,
      run: z.string(),
      timeoutSeconds: z.number(),
      cage,
      deadline,
    }),
    result: commandResultSchema,
  },
  /** Lets one judge score the change. */
  judge: {
    input: z.strictObject({
      ...worktreePlace,
      ...roleInput,
      iteration: z.number().int().positive(),
      base: objectIdSchema,
      head: objectIdSchema,
      /** From 1. */
      seat: z.number().int().positive(),
      /** Goal, rubric and evidence of the checks, as text; never the maker's story. */
      brief: z.string(),
    }),
    result: judgeReportSchema,
  },
  /** Brings a worktree back to what is committed, so that what checks left behind is nobody's work. */
  tidy: {
    input: z.strictObject({ ...worktreePlace, iteration: z.number().int().nonnegative(), head: objectIdSchema }),
    result: z.strictObject({}),
  },
  /** Throws a pass away: the branch goes back to the best commit so far. */
  discard: {
    input: z.strictObject({
      ...worktreePlace,
      iteration: z.number().int().positive(),
      branch: z.string(),
      from: objectIdSchema,
      to: objectIdSchema,
    }),
    result: z.strictObject({}),
  },
  /** Judges a pass: the goal over the facts, policy over the change, give-up. */
  decide: {
    input: z.strictObject({
      item: z.string(),
      iteration: z.number().int().nonnegative(),
      goal: z.string(),
      giveUp: z.string().optional(),
      facts: factsSchema,
      /** Reasons that fail the pass whatever the goal says. */
      objections: z.array(z.string()),
    }),
    result: z.strictObject({
      goalHolds: z.boolean(),
      accepted: z.boolean(),
      reasons: z.array(z.string()),
      /** The goal part by part; absent in journals that are older than this. */
      parts: z.array(goalPartSchema).optional(),
      /** Why the loop says to give up now. */
      giveUp: z.string().optional(),
    }),
  },
  /** Whether a gate is there for these facts. */
  gate: {
    input: z.strictObject({ item: z.string(), gate: z.string(), when: z.string(), facts: factsSchema }),
    result: z.strictObject({ asks: z.boolean(), problem: z.string().optional() }),
  },
  /** Sums up what was used, and says which limit is reached. */
  account: {
    input: z.strictObject({
      loop: z.string(),
      item: z.string(),
      iteration: z.number().int().nonnegative(),
      limits: z.array(limitSchema),
      /** Most iterations over all items of the run. */
      maxIterations: z.number().int().optional(),
      at: z.number(),
    }),
    result: z.strictObject({
      run: spendSchema,
      item: spendSchema,
      /** Why no more may be used, in a sentence. */
      over: z.string().optional(),
      /** Limits of which 80 % are used, in words. */
      warnings: z.array(z.string()),
    }),
  },
  /** Puts something into the inbox, or takes it out. */
  raise: {
    input: z.strictObject({ item: z.string().optional(), entry: inboxEntrySchema }),
    result: z.strictObject({}),
  },
  settle: {
    input: z.strictObject({ item: z.string(), id: z.string(), why: z.string(), at: z.number() }),
    result: z.strictObject({}),
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
  /** Pushes the branch of an item to a remote, with the user's own git configuration. */
  push: {
    input: z.strictObject({
      item: z.string(),
      branch: z.string(),
      commit: objectIdSchema,
      remote: z.string(),
      configuration,
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('pushed') }),
      z.strictObject({ status: z.literal('refused'), reason: z.string() }),
    ]),
  },
  /** Opens a pull request with the user's `gh` or `glab`; where there is none, the text of it is kept as a file. */
  open: {
    input: z.strictObject({
      item: z.string(),
      branch: z.string(),
      into: z.string(),
      remote: z.string(),
      title: z.string(),
      body: z.string(),
      draft: z.boolean(),
      labels: z.array(z.string()),
    }),
    result: z.discriminatedUnion('status', [
      z.strictObject({ status: z.enum(['opened', 'exists']), url: z.string(), bodyFile: z.string() }),
      z.strictObject({ status: z.literal('unavailable'), why: z.string(), bodyFile: z.string() }),
    ]),
  },
  /** Writes the change as a patch that `git am` takes. */
  patch: {
    input: z.strictObject({
      item: z.string(),
      base: objectIdSchema,
      head: objectIdSchema,
      message: z.string(),
      identity: identitySchema,
      at: z.number(),
    }),
    result: z.strictObject({ file: z.string() }),
  },
  /** Writes what was found out as a document. */
  report: {
    input: z.strictObject({ item: z.string(), title: z.string(), text: z.string() }),
    result: z.strictObject({ file: z.string() }),
  },
  /** The end of an item, or of the run's own part: taken into the loop's memory. Done again it changes nothing. */
  conclude: {
    input: z.strictObject({
      item: z.string().optional(),
      loop: z.string(),
      run: z.string(),
      key: z.string().optional(),
      data: z.custom<Json>((value) => value !== undefined).optional(),
      outcome: runOutcomeSchema,
      iterations: z.number().int().nonnegative(),
      findings: z.array(reportedFindingSchema),
      /** Whether findings that are not among these are gone. */
      complete: z.boolean(),
      lessons: z.array(z.string()),
      verdicts: z.array(z.strictObject({ by: z.enum(['checker', 'judge']), text: z.string() })),
      at: z.number(),
    }),
    /** `problem`: why nothing could be remembered. */
    result: z.strictObject({ openFindings: z.number().int(), problem: z.string().optional() }),
  },
  /** Gives a worktree back; its branch only when nothing would be lost. */
  reclaim: {
    input: z.strictObject({
      item: z.string().optional(),
      worktree: z.string(),
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
