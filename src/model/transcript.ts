import * as z from 'zod';

const count = z.number().int().nonnegative();
const nth = { at: z.number(), seq: count };

const usage = z.object({
  inputTokens: count,
  cachedTokens: count,
  outputTokens: count,
  costUsd: z.number().nullable(),
});

/** What an agent does and its driver notes, in a form that all agents share. */
const eventSchemas = [
  z.object({ ...nth, type: z.literal('prompt'), text: z.string(), why: z.string() }),
  z.object({
    ...nth,
    type: z.literal('session'),
    id: z.string(),
    model: z.string().optional(),
    version: z.string().optional(),
  }),
  z.object({ ...nth, type: z.literal('text'), text: z.string() }),
  z.object({ ...nth, type: z.literal('thinking'), text: z.string() }),
  z.object({ ...nth, type: z.literal('tool-start'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({ ...nth, type: z.literal('tool-end'), id: z.string(), ok: z.boolean(), output: z.string() }),
  z.object({ ...nth, type: z.literal('file'), path: z.string(), change: z.string() }),
  z.object({ ...nth, type: z.literal('denied'), what: z.string() }),
  z.object({
    ...nth,
    type: z.literal('retry'),
    cause: z.string(),
    attempt: z.number(),
    delayMs: z.number().optional(),
  }),
  z.object({ ...nth, type: z.literal('usage'), usage }),
  z.object({ ...nth, type: z.literal('noise'), bytes: z.number(), sample: z.string() }),
  z.object({ ...nth, type: z.literal('note'), text: z.string() }),
  z.object({
    ...nth,
    type: z.literal('end'),
    status: z.string(),
    cause: z.string().optional(),
    detail: z.string(),
  }),
  /** It had reached its limit: nothing comes after it. */
  z.object({ ...nth, type: z.literal('cut'), text: z.string() }),
] as const;

/** A line of a step's `transcript.jsonl`. `at` is epoch milliseconds; `seq` counts from 0 and begins anew with a new attempt. */
export const transcriptLineSchema = z.discriminatedUnion('type', eventSchemas);
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;

/** The line without its place. */
export type TranscriptEvent = TranscriptLine extends infer L
  ? L extends unknown
    ? Omit<L, 'at' | 'seq'>
    : never
  : never;

/** `logs --transcript --json`: the lines, each with the key of its step. */
export const toldLineSchema = z.intersection(z.object({ step: z.string() }), transcriptLineSchema);

/** `logs --search --json`: a line of text that holds what was searched for. */
export const logHitSchema = z.strictObject({
  /** Key of the step. */
  step: z.string(),
  source: z.enum(['transcript', 'output']),
  /** Of a transcript `seq` of its entry; of an output the number of the line, from 1. */
  seq: count,
  /** Type of the entry of a transcript. */
  type: z.string().optional(),
  /** The line around what was found, cut where it is long. */
  text: z.string(),
  /** More lines of the same entry that hold it and are not listed. */
  more: count.optional(),
});
export type LogHit = z.infer<typeof logHitSchema>;
