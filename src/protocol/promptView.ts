import * as z from 'zod';
import { confidenceSchema, givenSchema, gradedSchema, promptSchema } from '../model/prompt.ts';

/**
 * What the page of a comprehension prompt and the editor say to each other. The page gets no key: which answer is right it
 * learns with the graded answer.
 */

/** Where an answer leaves the person. */
const standingSchema = z.discriminatedUnion('about', [
  /** The change of an item, and whether it may be delivered. */
  z.strictObject({
    about: z.literal('change'),
    holds: z.boolean(),
    canAnswer: z.boolean(),
    /** Somebody may let it land although the gate is closed. */
    canOverride: z.boolean(),
    reason: z.string(),
    /** What the button that delivers says. */
    button: z.string(),
  }),
  /** What the person owes, in lines, before the first prompt of this sitting and now. */
  z.strictObject({ about: z.literal('debt'), before: z.number(), now: z.number() }),
]);
export type Standing = z.infer<typeof standingSchema>;
export type PromptGate = Extract<Standing, { readonly about: 'change' }>;

/** What the page shows; one at a time, and each replaces the one before. */
export const promptPageSchema = z.discriminatedUnion('show', [
  /** A prompt is being made, which may run checks on mutants. */
  z.strictObject({ show: z.literal('making') }),
  z.strictObject({
    show: z.literal('question'),
    prompt: promptSchema,
    /** Which one it is: `Prompt 1 of at most 3`. */
    progress: z.string(),
    /** The code was looked up since it was asked. */
    looked: z.boolean(),
  }),
  z.strictObject({
    show: z.literal('graded'),
    prompt: promptSchema,
    given: givenSchema,
    graded: gradedSchema,
    standing: standingSchema,
  }),
  z.strictObject({ show: z.literal('nothing'), why: z.string(), standing: standingSchema }),
  /** It was refused or cancelled; `message` says what to do next. */
  z.strictObject({ show: z.literal('trouble'), message: z.string() }),
]);
export type PromptPage = z.infer<typeof promptPageSchema>;
export type PromptPageOf<S extends PromptPage['show']> = Extract<PromptPage, { readonly show: S }>;

/** Page → editor. */
export const promptSaysSchema = z.discriminatedUnion('say', [
  /** The page listens now. */
  z.strictObject({ say: z.literal('ready') }),
  z.strictObject({ say: z.literal('answer'), prompt: z.string(), given: givenSchema, confidence: confidenceSchema }),
  /** Another prompt, please. */
  z.strictObject({ say: z.literal('next') }),
  z.strictObject({ say: z.literal('cancel') }),
  /** Shows the code that the prompt is about; before it is answered that counts as looked up. */
  z.strictObject({ say: z.literal('open-code') }),
  z.strictObject({ say: z.literal('land') }),
  z.strictObject({ say: z.literal('override') }),
  /** Enough for now: the page is closed. */
  z.strictObject({ say: z.literal('done') }),
]);
export type PromptSays = z.infer<typeof promptSaysSchema>;

/** An answer that is not given yet, which the page keeps while it is hidden. */
export const draftSchema = z.strictObject({
  prompt: z.string(),
  options: z.array(z.number().int().nonnegative()),
  text: z.string(),
});
export type Draft = z.infer<typeof draftSchema>;
