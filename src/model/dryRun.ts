import * as z from 'zod';
import { agentRoles } from './agents.ts';
import { likelySchema } from './likely.ts';
import { reportedProblemSchema } from './problem.ts';

/**
 * What a run of a loop would do, worked out without doing it: what `loopwright dry-run --json` prints and the language
 * server answers to `loopwright/dryRun`. What only a run can know stands in the texts as ‹item.file›. Lines count from 1
 * and are null where nothing is written and a default holds; times are ISO 8601 in UTC.
 */

const line = z.number().int().positive().nullable();

const command = {
  run: z.string(),
  timeoutSeconds: z.number().positive(),
};

const startSchema = z.strictObject({
  line,
  /** What starts it beside a person and a schedule, a line each. */
  triggers: z.array(z.string()),
  schedules: z.array(
    z.strictObject({
      cron: z.string(),
      timezone: z.string(),
      /** The cron expression in words. */
      words: z.string(),
      missed: z.enum(['skip', 'run-once', 'run-all']),
    }),
  ),
  /** The next times by all schedules: the moment, and in words in the schedule's own time zone. */
  next: z.array(z.strictObject({ at: z.string(), words: z.string() })),
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      /** Null where it has no default and none was given: a run cannot begin. */
      value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
      given: z.boolean(),
    }),
  ),
  /** What a run may not overlap with, in words. */
  overlap: z.string(),
  /** What the work starts from: a branch, tag or commit as the loop names it; null: what is checked out. */
  base: z.string().nullable(),
  /** The commit that it is now; null where nobody looked. */
  commit: z.string().nullable(),
});

const itemsSchema = z.strictObject({
  line,
  source: z.enum(['command', 'file', 'findings']),
  /** The command, the path, or the name of the loop. */
  from: z.string(),
  timeoutSeconds: z.number().positive().nullable(),
  /** `found`: by the source itself; `read`: looked into, not chosen from; `given`: samples of a person; `invented`: nobody looked. */
  known: z.enum(['found', 'read', 'given', 'invented']),
  /** The same in a sentence. */
  words: z.string(),
  /** How many there are; null where nobody looked. */
  count: z.number().int().nullable(),
  key: z.string(),
  where: z.string().nullable(),
  max: z.number().int(),
  parallel: z.number().int(),
  /** Items that are left alone, each with why. */
  left: z.array(z.strictObject({ key: z.string(), why: z.string() })),
});

const roleSchema = z.strictObject({
  line,
  role: z.enum(agentRoles),
  /** As it is named, and who that comes to; null where only a run tells. */
  agent: z.string(),
  chosen: z.string().nullable(),
  /** The same in words, with what is known of the program. */
  agentWords: z.string(),
  model: z.string().nullable(),
  effort: z.string().nullable(),
  /** `file`: null where nobody looked, or where there is none. */
  skills: z.array(z.strictObject({ name: z.string(), file: z.string().nullable() })),
  connectors: z.array(z.strictObject({ name: z.string(), server: z.string(), tools: z.array(z.string()).nullable() })),
  session: z.string(),
  maxTurns: z.number().int().nullable(),
  timeoutSeconds: z.number().positive().nullable(),
  /** Of `command` and `acp`: what is started. */
  run: z.string().nullable(),
  /** All that it is told; null where it is told nothing. */
  prompt: z.string().nullable(),
  env: z.record(z.string(), z.string()),
});
export type DryRole = z.infer<typeof roleSchema>;

const checkSchema = z.strictObject({
  line,
  id: z.string(),
  ...command,
  env: z.record(z.string(), z.string()),
  repeat: z.number().int(),
  /** Globs of the tests of a proof in four runs. */
  redGreen: z.array(z.string()).nullable(),
});

const metricSchema = z.strictObject({
  line,
  id: z.string(),
  ...command,
  env: z.record(z.string(), z.string()),
  better: z.enum(['higher', 'lower']),
  ratchet: z.boolean(),
});

/** One item's way. */
const unitSchema = z.strictObject({
  item: z.strictObject({ id: z.string(), key: z.string(), data: z.json() }),
  /** Why it cannot be worked on: a template names what the item has not. */
  failure: z.string().nullable(),
  /** Null for a loop that only looks. */
  branch: z.string().nullable(),
  roles: z.array(roleSchema),
  checks: z.array(checkSchema),
  metrics: z.array(metricSchema),
});
export type DryUnit = z.infer<typeof unitSchema>;

const goalSchema = z.strictObject({
  line,
  until: z.string(),
  /** Each part that must hold, in words. */
  words: z.array(z.string()),
  iterations: z.number().int(),
  giveUp: z.string().nullable(),
  stallAfter: z.number().int(),
  escalate: z.array(z.string()),
  judge: z.strictObject({ rubric: z.string(), minScore: z.number(), panel: z.number().int() }).nullable(),
});

const gateSchema = z.strictObject({
  line,
  id: z.string(),
  before: z.enum(['item', 'spend', 'deliver', 'merge']),
  when: z.string().nullable(),
  /** Who is asked, for how many, and how long it waits; in words. */
  words: z.array(z.string()),
});
export type DryGate = z.infer<typeof gateSchema>;

/** What may be used; null: nothing limits it. */
const amountSchema = z.strictObject({
  costUsd: z.number().nullable(),
  tokens: z.number().nullable(),
  minutes: z.number().nullable(),
  iterations: z.number().nullable(),
});
export type Amount = z.infer<typeof amountSchema>;

const spendingSchema = z.strictObject({
  line,
  worst: z.strictObject({
    item: amountSchema,
    run: amountSchema,
    /** Items that the run's amounts are worked out for. */
    items: z.number().int(),
    /** Of a loop that starts by itself. `runs`: null where nothing limits them. */
    day: amountSchema.extend({ runs: z.number().int().nullable() }).nullable(),
  }),
  /** Null where nobody asked; `runs: 0` where nothing is known. */
  likely: likelySchema.nullable(),
});

export const dryRunSchema = z.strictObject({
  loop: z.string(),
  file: z.string(),
  description: z.string().nullable(),
  /** Why a start would be refused now, with what to do; empty where nothing is known to be in the way. */
  obstacles: z.array(z.string()),
  /** Warnings and infos of the loop file. One with errors has no dry run. */
  problems: z.array(reportedProblemSchema),
  start: startSchema,
  precheck: z.strictObject({ line, ...command }).nullable(),
  items: itemsSchema.nullable(),
  setup: z.strictObject({ line, commands: z.array(z.string()), keep: z.string() }),
  /** The items as far as they are known, the first of them at most; one where the loop looks for none. */
  units: z.array(unitSchema).min(1),
  goal: goalSchema.nullable(),
  gates: z.array(gateSchema),
  deliver: z.strictObject({ line, as: z.string(), into: z.string().nullable(), words: z.string() }),
  memory: z.strictObject({
    line,
    carry: z.array(z.string()),
    decisionsFrom: z.strictObject(command).nullable(),
  }),
  policy: z.strictObject({
    line,
    allowed: z.array(z.string()).nullable(),
    protected: z.array(z.string()),
    alwaysProtected: z.array(z.string()),
    oracles: z.enum(['frozen', 'add', 'free']),
    maxDiffLines: z.number().int().nullable(),
    sandbox: z.enum(['required', 'preferred', 'off']),
    network: z.union([z.enum(['all', 'none']), z.array(z.string())]),
    read: z.array(z.string()),
    write: z.array(z.string()),
    env: z.array(z.string()),
  }),
  spending: spendingSchema,
});
export type DryRun = z.infer<typeof dryRunSchema>;
