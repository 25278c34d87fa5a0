import * as z from 'zod';
import { objectIdSchema } from './change.ts';

/**
 * Comprehension prompts as everybody may see them: a question about what a loop wrote, and what is said in answer. None of
 * this carries a key; keys live in the memory of the runner.
 */

export const promptKinds = [
  'which-did-it-write',
  'predict-failing-tests',
  'cloze',
  'removed-behaviour',
  'callers-affected',
  'explain-then-regenerate',
  'one-claim-is-false',
] as const;
export type PromptKind = (typeof promptKinds)[number];

/** How a prompt is answered. */
const askSchema = z.discriminatedUnion('by', [
  /** One option is right. */
  z.strictObject({ by: z.literal('one'), options: z.array(z.string()).min(2) }),
  /** Those that are right are ticked; some are and some are not. */
  z.strictObject({ by: z.literal('several'), options: z.array(z.string()).min(2) }),
  /** What stands in the place of `gap` is typed. */
  z.strictObject({ by: z.literal('text'), most: z.number().int().positive() }),
  /** An explanation in one's own words, of so many characters at least. */
  z.strictObject({ by: z.literal('words'), least: z.number().int().positive(), most: z.number().int().positive() }),
]);
export type Ask = z.infer<typeof askSchema>;

/** What stands in shown code where a part is left out. */
export const gap = '⋯';

export const promptSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(promptKinds),
  head: objectIdSchema,
  /** The unit that it is about, as the outline names it. */
  unit: z.string(),
  path: z.string(),
  /** The side that the shown code is of, and the number there of the first shown (or left out) line, from 1. */
  side: z.enum(['base', 'head']),
  line: z.number().int(),
  /** In a sentence; what stands between backticks is code. */
  question: z.string(),
  /** A few lines before and after the place. */
  before: z.array(z.string()),
  /** What stands at the place: a mutated line, one with a gap, or nothing where the options stand for it. */
  shown: z.array(z.string()),
  after: z.array(z.string()),
  ask: askSchema,
  /** `closed`: the change shows the answer, so it is asked where the diff is covered. `open`: the diff alone does not show it. */
  book: z.enum(['closed', 'open']),
});
export type Prompt = z.infer<typeof promptSchema>;

/** An answer, and just so the right answer that is shown afterwards. Options are counted from 0. */
export const givenSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('one'), option: z.number().int().nonnegative() }),
  z.strictObject({ by: z.literal('several'), options: z.array(z.number().int().nonnegative()).max(100) }),
  z.strictObject({ by: z.literal('text'), text: z.string().max(500) }),
  z.strictObject({ by: z.literal('words'), text: z.string().max(8192) }),
]);
export type Given = z.infer<typeof givenSchema>;

/** How sure somebody is of an answer. What was guessed right earns nothing. */
export const confidences = ['guess', 'likely', 'sure'] as const;
export const confidenceSchema = z.enum(confidences);
export type Confidence = z.infer<typeof confidenceSchema>;

/** What is sent in answer to a prompt. */
export const promptAnswerSchema = {
  prompt: z.string(),
  given: givenSchema,
  confidence: confidenceSchema,
  /** That the code was looked up after the prompt was shown. */
  looked: z.boolean(),
};

/** What came of an answer; only the first one counts. */
export const gradedSchema = z.strictObject({
  correct: z.boolean(),
  /** Evidence that it earned, from 0 to 1. */
  credit: z.number(),
  key: givenSchema,
  path: z.string(),
  side: z.enum(['base', 'head']),
  line: z.number().int(),
  /** The line as it was written, with its indentation. */
  lineText: z.string(),
  /** What tells right from wrong; what stands between backticks is code. */
  explanation: z.string(),
});
export type Graded = z.infer<typeof gradedSchema>;

/** Evidence of a right first answer (E of the reference), by kind. */
export const evidenceOfKind: Readonly<Record<PromptKind, number>> = {
  'which-did-it-write': 0.5,
  'predict-failing-tests': 0.8,
  cloze: 0.5,
  'removed-behaviour': 0.5,
  'callers-affected': 0.5,
  'explain-then-regenerate': 1,
  'one-claim-is-false': 0.5,
};

/** A closed-book prompt that was looked up is worth half; what was guessed is worth nothing. */
export function creditOf(
  { kind, book }: Pick<Prompt, 'kind' | 'book'>,
  how: { confidence: Confidence; looked: boolean },
): number {
  if (how.confidence === 'guess') return 0;
  return evidenceOfKind[kind] * (how.looked && book === 'closed' ? 0.5 : 1);
}

/** Most prompts about one content: what was missed then stays missed. */
export const mostPrompts = 3;
