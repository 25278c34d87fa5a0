import * as z from 'zod';
import { confidenceSchema, givenSchema, gradedSchema, promptSchema } from '../model/prompt.ts';

/**
 * What the page of a comprehension prompt and the editor say to each other. The page gets no key: which option was
 * written it learns with the graded answer.
 */

/** Where the landing stands after an answer. */
const gateSchema = z.strictObject({
  holds: z.boolean(),
  canAnswer: z.boolean(),
  reason: z.string(),
  /** What the button that delivers says. */
  button: z.string(),
});
export type PromptGate = z.infer<typeof gateSchema>;

/** What the page shows; one at a time, and each replaces the one before. */
export const promptPageSchema = z.discriminatedUnion('show', [
  /** A prompt is being made, which runs checks on mutants. */
  z.strictObject({ show: z.literal('making') }),
  z.strictObject({ show: z.literal('question'), prompt: promptSchema }),
  z.strictObject({
    show: z.literal('graded'),
    prompt: promptSchema,
    given: givenSchema,
    graded: gradedSchema,
    gate: gateSchema,
  }),
  z.strictObject({ show: z.literal('nothing'), why: z.string(), gate: gateSchema }),
  /** It was refused or cancelled; `message` says what to do next. */
  z.strictObject({ show: z.literal('trouble'), message: z.string() }),
]);
export type PromptPage = z.infer<typeof promptPageSchema>;

/** Page → editor. */
export const promptSaysSchema = z.discriminatedUnion('say', [
  /** The page listens now. */
  z.strictObject({ say: z.literal('ready') }),
  z.strictObject({ say: z.literal('answer'), prompt: z.string(), given: givenSchema, confidence: confidenceSchema }),
  /** Another prompt, please. */
  z.strictObject({ say: z.literal('next') }),
  z.strictObject({ say: z.literal('cancel') }),
  z.strictObject({ say: z.literal('open-diff'), path: z.string() }),
  z.strictObject({ say: z.literal('land') }),
]);
export type PromptSays = z.infer<typeof promptSaysSchema>;
