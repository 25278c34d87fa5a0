import * as z from 'zod';
import { changeSchema } from '../../model/change.ts';
import { gradedSchema, promptAnswerSchema, promptSchema } from '../../model/prompt.ts';

/**
 * What the runner and the program `prompts` say to each other. The program makes the prompts, and keys stay in its memory:
 * nothing here carries one before its prompt is answered.
 */

/** The change that is asked about, and what was asked before. */
export const deskOrderSchema = z.strictObject({
  commonDir: z.string(),
  change: changeSchema,
  /** The file of its outline. */
  outline: z.string(),
  /** The same seed makes the same prompts. */
  seed: z.string(),
  /** Prompts whose first answers count for this head, oldest first. */
  answered: z.array(z.string()),
  /** How many right answers open the gate. */
  pass: z.number().int(),
  /** Milliseconds that making one prompt may take. */
  milliseconds: z.number(),
  /** That one round of the checks takes. */
  secondsOfChecks: z.number(),
  /** Asks about these units alone, and runs checks only if it may. */
  only: z.strictObject({ units: z.array(z.string()), runsChecks: z.boolean() }).optional(),
});
export type DeskOrder = z.infer<typeof deskOrderSchema>;

/** What a try is asked for: `verdict` of the checks, or what each of the `tests` did. */
const trialSchema = z.strictObject({ what: z.enum(['verdict', 'tests']), path: z.string(), text: z.string() });
export type Trial = z.infer<typeof trialSchema>;

const triedSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('verdict'), verdict: z.enum(['killed', 'survived', 'too-long', 'unknown']) }),
  z.strictObject({
    what: z.literal('tests'),
    tests: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('ran'), failed: z.array(z.string()), passed: z.array(z.string()) }),
      z.strictObject({ status: z.enum(['too-long', 'unknown']) }),
    ]),
  }),
]);
export type Tried = z.infer<typeof triedSchema>;

const desk = z.number().int();
/** Pairs a question with its answer; each side counts its own. */
const call = z.number().int();

/** Runner → program. */
export const toProgramSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), desk, order: deskOrderSchema }),
  z.strictObject({ kind: z.literal('next'), desk, call }),
  z.strictObject({ kind: z.literal('answer'), desk, call, ...promptAnswerSchema }),
  z.strictObject({ kind: z.literal('tried'), call, tried: triedSchema }),
  z.strictObject({ kind: z.literal('close'), desk }),
]);
export type ToProgram = z.infer<typeof toProgramSchema>;

const nextSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ask'), prompt: promptSchema }),
  z.strictObject({ status: z.literal('none'), why: z.string(), settled: z.boolean() }),
]);
export type Next = z.infer<typeof nextSchema>;

const answeredSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.enum(['first', 'again']),
    prompt: promptSchema,
    body: z.string().optional(),
    graded: gradedSchema,
  }),
  z.strictObject({ status: z.literal('unknown') }),
]);
export type Answered = z.infer<typeof answeredSchema>;

/** Program → runner. */
export const fromProgramSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('next'), call, next: nextSchema }),
  z.strictObject({ kind: z.literal('answered'), call, answered: answeredSchema }),
  z.strictObject({ kind: z.literal('failed'), call, why: z.string() }),
  z.strictObject({ kind: z.literal('try'), desk, call, trial: trialSchema }),
]);
export type FromProgram = z.infer<typeof fromProgramSchema>;
