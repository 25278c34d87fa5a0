import * as z from 'zod';
import { cageStandingSchema } from './cage.ts';
import { objectIdSchema } from './change.ts';
import { triggerSchema } from './firing.ts';
import { orderSchemas } from './order.ts';
import { runOutcomeSchema } from './outcome.ts';
import { personSaysSchema } from './person.ts';
import type { Json } from './result.ts';
import { identitySchema, stepKinds } from './steps.ts';
import { takenUpSchema } from './takenUp.ts';

/**
 * A step's input or result: JSON by its origin (a parsed line, or what `JSON.stringify` was given), and held to the step's
 * own schema where it is used. `z.json()` would walk all of it once more: most of the time that replay takes.
 */
const jsonSchema = z.custom<Json>((value) => value !== undefined);

const stepOutcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), result: jsonSchema }),
  z.strictObject({ status: z.literal('failed'), message: z.string() }),
  z.strictObject({ status: z.literal('stopped') }),
]);
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

/** A limit that holds for all loops of the repository, as it stood when the run began. */
const dayLimitSchema = z.strictObject({ tokens: z.number().optional(), costUsd: z.number().optional() });

/** Facts that a run is pinned to when it starts. */
export const runStartSchema = z.strictObject({
  run: z.string(),
  loop: z.string(),
  /** Path of the loop file from the top of the repository. */
  file: z.string(),
  /** Text of the loop file as it was read, and its digest (`sha256:` and hex). */
  source: z.string(),
  definition: z.string(),
  /** False when a person chose to run a file that is not committed as it stands. */
  committed: z.boolean(),
  trigger: triggerSchema,
  /** Values of the loop's inputs, given or by default. */
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  base: objectIdSchema,
  /** How a change is delivered; `into` is the full name of the branch that it is meant for. */
  deliver: z.strictObject({
    as: z.enum(['merge', 'branch', 'patch', 'pull-request', 'report']),
    into: z.string(),
    squash: z.boolean(),
  }),
  /** What the person who lands it must answer; absent when the loop asks for nothing. */
  understand: z
    .strictObject({
      questions: z.number().int(),
      pass: z.number().int(),
      /** Prompts are asked and nothing is held up. Absent in older journals, which had none such. */
      isAdvisory: z.boolean().optional(),
    })
    .optional(),
  /** Full name of the branch of an item's work; `${{ item.id }}` and fields of the item are filled in for each. */
  branch: z.string(),
  /** Path of an item's worktree without its id: `<this>-<item>`. */
  worktrees: z.string(),
  /** What the repository's own settings allow in a day. */
  repositoryDay: dayLimitSchema.optional(),
  /** How its commands are kept; absent in journals that are older than the cage. */
  cage: cageStandingSchema.optional(),
  by: identitySchema,
  /** Where it takes an item up that an earlier run left; then it looks for no items. */
  retry: takenUpSchema.optional(),
  /** Why it was started although who starts it owes more than the loop allows. */
  despiteDebt: z.string().optional(),
  startedAt: z.number(),
});
export type RunStart = z.infer<typeof runStartSchema>;

/** The events of a run's journal. All state is a fold over them. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run.started'), start: runStartSchema }),
  z.strictObject({
    type: z.literal('step.started'),
    key: z.string(),
    kind: z.enum(stepKinds),
    input: jsonSchema,
  }),
  z.strictObject({ type: z.literal('step.finished'), key: z.string(), outcome: stepOutcomeSchema }),
  z.strictObject({ type: z.literal('clock.read'), key: z.string(), now: z.number() }),
  /** `box` is where people's words for this wait arrive: the id of the item. `deadline` in epoch milliseconds. */
  z.strictObject({
    type: z.literal('signal.awaited'),
    key: z.string(),
    box: z.string(),
    deadline: z.number().optional(),
  }),
  /** Arrived; `id` makes sending it twice the same as once. */
  z.strictObject({
    type: z.literal('signal.sent'),
    id: z.string(),
    box: z.string(),
    value: personSaysSchema,
  }),
  z.strictObject({ type: z.literal('signal.taken'), key: z.string(), id: z.string().nullable() }),
  /** Nobody said anything until the deadline. */
  z.strictObject({ type: z.literal('signal.expired'), key: z.string() }),
  z.strictObject({ type: z.literal('stop.requested'), by: z.string() }),
  ...orderSchemas,
  /** A lane holds before it begins a turn, because the run is paused; the key is that of the turn's step and `/held/<n>`. */
  z.strictObject({ type: z.literal('hold.begun'), key: z.string() }),
  /** `stopped`: a stop ended it, and told the lane. */
  z.strictObject({ type: z.literal('hold.ended'), key: z.string(), stopped: z.boolean() }),
  z.strictObject({ type: z.literal('run.finished'), outcome: runOutcomeSchema }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** An event as the journal holds it: its number in the run from 0, and when it was written (epoch milliseconds). */
export const recordedEventSchema = z.strictObject({
  seq: z.number().int().nonnegative(),
  at: z.number(),
  event: runEventSchema,
});
export type RecordedEvent = z.infer<typeof recordedEventSchema>;
