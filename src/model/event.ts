import * as z from 'zod';
import { objectIdSchema } from './change.ts';
import { personSaysSchema } from './person.ts';
import type { Json } from './result.ts';
import { identitySchema, stepKinds } from './steps.ts';

/** How a run ended. `nothing-found`: the goal held before and the maker changed nothing. */
export const runOutcomeSchema = z.strictObject({
  status: z.enum(['delivered', 'nothing-found', 'rejected', 'gave-up', 'stopped', 'failed']),
  reason: z.string(),
  /** The commit that was delivered. */
  commit: objectIdSchema.optional(),
});
export type RunOutcome = z.infer<typeof runOutcomeSchema>;

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
  base: objectIdSchema,
  /** How the change is delivered; `into` is the full name of the branch that a merge lands on. */
  deliver: z.strictObject({ as: z.enum(['merge', 'branch']), into: z.string(), squash: z.boolean() }),
  /** What the person who lands it must answer; absent when the loop asks for nothing. */
  understand: z.strictObject({ questions: z.number().int(), pass: z.number().int() }).optional(),
  /** Full name of the branch of the work. */
  branch: z.string(),
  worktree: z.string(),
  by: identitySchema,
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
  z.strictObject({ type: z.literal('signal.awaited'), key: z.string(), name: z.literal('person') }),
  /** Arrived; `id` makes sending it twice the same as once. */
  z.strictObject({
    type: z.literal('signal.sent'),
    id: z.string(),
    name: z.literal('person'),
    value: personSaysSchema,
  }),
  z.strictObject({ type: z.literal('signal.taken'), key: z.string(), id: z.string().nullable() }),
  z.strictObject({ type: z.literal('stop.requested'), by: z.string() }),
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
