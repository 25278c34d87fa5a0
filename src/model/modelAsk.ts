import * as z from 'zod';
import { agentRoles } from './agents.ts';

/**
 * What the runner asks of a language model of the editor, and what comes back. The same words go from the driver of a step
 * to the runner (files in the step's folder) and from the runner to a window (its socket).
 */

/** Characters of a prompt; the diff in it has 64 K at most. */
export const mostAsked = 1_000_000;
/** Characters of an answer. */
export const mostAnswered = 128 * 1024;

const instructions = z.string().max(64 * 1024);

/** A step asks: one prompt, one answer, nothing remembered. */
export const modelAskSchema = z.strictObject({
  /** Names the question; another one has another name. */
  id: z.string().regex(/^[\w-]{1,64}$/),
  /** Family or id of the model; absent: whichever the editor names first. */
  model: z.string().max(100).optional(),
  instructions: instructions.optional(),
  prompt: z.string().max(mostAsked),
});
export type ModelAsk = z.infer<typeof modelAskSchema>;

/** The same with who asks, for the person at the window. */
export const modelRequestSchema = modelAskSchema.extend({
  loop: z.string().max(200),
  run: z.string().max(200),
  role: z.enum(agentRoles),
});
export type ModelRequest = z.infer<typeof modelRequestSchema>;

/** What is told while a model answers. */
export const modelNewsSchema = z.discriminatedUnion('type', [
  /** A model has taken the question. A second one: the first came to nothing, and all that it said counts no more. */
  z.strictObject({ type: z.literal('begin'), model: z.string().max(200), editor: z.string().max(100) }),
  z.strictObject({ type: z.literal('text'), text: z.string().max(8192) }),
]);
export type ModelNews = z.infer<typeof modelNewsSchema>;

const tokens = z.number().int().nonnegative();
/** By the model's own count; null: nobody knows. */
const usage = z.strictObject({ inputTokens: tokens, outputTokens: tokens }).nullable();

/** Why there is no answer. */
export const modelFailures = [
  /** No window with a language model is connected. */
  'no-window',
  /** The last one that was asked has gone. */
  'window-gone',
  /** The person, or the editor, does not allow it. */
  'not-allowed',
  'no-such-model',
  /** The model's quota is used up. */
  'blocked',
  /** The question, or its answer, is longer than can be. */
  'too-long',
  /** The model, or what the window said, is broken. */
  'failed',
] as const;
export type ModelFailure = (typeof modelFailures)[number];

/** How a question ended. The answer is the text that was told since the last `begin`. */
export const modelEndSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('answered'), usage }),
  z.strictObject({ status: z.literal('failed'), why: z.enum(modelFailures), message: z.string().max(2000), usage }),
]);
export type ModelEnd = z.infer<typeof modelEndSchema>;

/** A question that nobody has answered and that has used nothing. */
export const notAnswered = (why: ModelFailure, message: string): ModelEnd => ({
  status: 'failed',
  why,
  message: message.slice(0, 2000),
  usage: null,
});

const name = z.string().max(200);

/** A language model of the editor. */
export const editorModelSchema = z.strictObject({ id: name, name, family: name, vendor: name });
export type EditorModelName = z.infer<typeof editorModelSchema>;

/** Whether a model is the one that a role names: by its family or its id. */
export const isNamed = ({ id, family }: Pick<EditorModelName, 'id' | 'family'>, model: string): boolean =>
  family === model || id === model;
