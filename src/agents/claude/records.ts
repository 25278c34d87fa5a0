import * as z from 'zod';

/** One line that `claude --output-format stream-json` prints, as far as it is read. */
export type ClaudeRecord =
  | z.infer<(typeof schemas)['assistant']>
  | z.infer<(typeof schemas)['user']>
  | z.infer<(typeof schemas)['stream_event']>
  | z.infer<(typeof schemas)['result']>
  | z.infer<(typeof schemas)['rate_limit_event']>
  | z.infer<(typeof schemas)['control_request']>
  | z.infer<typeof systemSchema>;

export type ClaudeResult = z.infer<(typeof schemas)['result']>;

/** Tokens of one model call; each kind of input is counted apart. */
const callUsage = z
  .object({
    input_tokens: z.number().nullish().catch(undefined),
    cache_creation_input_tokens: z.number().nullish().catch(undefined),
    cache_read_input_tokens: z.number().nullish().catch(undefined),
    output_tokens: z.number().nullish().catch(undefined),
  })
  .optional()
  .catch(undefined);
export type ClaudeCallUsage = NonNullable<z.infer<typeof callUsage>>;

/** What the calls to one model came to. */
const modelUsage = z
  .record(
    z.string(),
    z.object({
      inputTokens: z.number(),
      outputTokens: z.number(),
      cacheReadInputTokens: z.number().default(0),
      cacheCreationInputTokens: z.number().default(0),
      costUSD: z.number().nullish().catch(undefined),
    }),
  )
  .optional()
  .catch(undefined);
export type ClaudeModelUsage = NonNullable<z.infer<typeof modelUsage>>;

const block = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('thinking'), thinking: z.string() }),
    z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown().optional() }),
    z.object({
      type: z.literal('tool_result'),
      tool_use_id: z.string(),
      content: z.unknown().optional(),
      is_error: z.boolean().nullish().catch(undefined),
    }),
  ]),
  z.object({ type: z.string() }).transform(() => ({ type: 'other' as const })),
]);
export type ClaudeBlock = z.infer<typeof block>;

const content = z.union([z.array(block), z.string().transform((text): ClaudeBlock[] => [{ type: 'text', text }])]);
const parent = z.string().nullish();
const words = z.string().optional().catch(undefined);

const schemas = {
  assistant: z.object({
    type: z.literal('assistant'),
    message: z.object({ id: z.string(), model: words, content, usage: callUsage }),
    parent_tool_use_id: parent,
    error: words,
  }),
  user: z.object({ type: z.literal('user'), message: z.object({ content }), parent_tool_use_id: parent }),
  stream_event: z.object({
    type: z.literal('stream_event'),
    event: z.object({
      type: z.string(),
      message: z.object({ id: z.string(), usage: callUsage }).optional().catch(undefined),
      delta: z.object({ type: words, text: words, thinking: words }).optional().catch(undefined),
      usage: callUsage,
    }),
    parent_tool_use_id: parent,
  }),
  result: z.object({
    type: z.literal('result'),
    // A result ends the turn whatever is in it: what cannot be read is never a success.
    subtype: z.string().catch('unreadable'),
    is_error: z.boolean().optional().catch(true),
    session_id: words,
    result: words,
    structured_output: z.unknown().optional(),
    errors: z.array(z.string()).default([]).catch([]),
    terminal_reason: words,
    api_error: words,
    api_error_status: z.number().nullish().catch(undefined),
    permission_denials: z
      .array(z.object({ tool_use_id: z.string() }))
      .default([])
      .catch([]),
    total_cost_usd: z.number().nullish().catch(undefined),
    modelUsage,
    model_usage_since_last_result: modelUsage,
  }),
  rate_limit_event: z.object({
    type: z.literal('rate_limit_event'),
    rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().optional() }),
  }),
  control_request: z.object({ type: z.literal('control_request'), request_id: z.string() }),
};

const systemSchema = z.discriminatedUnion('subtype', [
  z.object({
    type: z.literal('system'),
    subtype: z.literal('init'),
    session_id: z.string(),
    model: words,
    claude_code_version: words,
  }),
  z.object({
    type: z.literal('system'),
    subtype: z.literal('api_retry'),
    attempt: z.number(),
    retry_delay_ms: z.number().optional().catch(undefined),
    error_status: z.number().nullish().catch(undefined),
    error: words,
  }),
  z.object({
    type: z.literal('system'),
    subtype: z.literal('permission_denied'),
    tool_name: z.string(),
    tool_use_id: z.string(),
    message: words,
  }),
]);

const schemaOf: Readonly<Record<string, z.ZodType<ClaudeRecord>>> = { ...schemas, system: systemSchema };

/** Reads a line: `other` is a record that says nothing to us, undefined is no record at all. */
export function claudeRecord(line: string): ClaudeRecord | 'other' | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const type = (value as { type?: unknown }).type;
  if (typeof type !== 'string') return undefined;
  const schema = Object.hasOwn(schemaOf, type) ? schemaOf[type] : undefined;
  const parsed = schema?.safeParse(value);
  return parsed?.success === true ? parsed.data : 'other';
}
