import * as z from 'zod';

/**
 * The lines that `pi --mode rpc` prints (0.87.1, its docs/json.md, docs/rpc-commands.md and docs/rpc-extension-ui.md), as far
 * as they are read here. Split at line feeds alone.
 */

const usage = z.object({
  /** Without those read from or written to a cache. */
  input: z.number(),
  output: z.number(),
  cacheRead: z.number().default(0),
  cacheWrite: z.number().default(0),
  cost: z.object({ total: z.number() }).optional(),
});
export type PiUsage = z.infer<typeof usage>;

const content = z.array(z.object({ type: z.string(), text: z.string().optional() }));

const assistantMessage = z.object({
  role: z.literal('assistant'),
  content,
  provider: z.string().optional(),
  model: z.string().optional(),
  usage: usage.optional(),
  stopReason: z.string().optional(),
  errorMessage: z.string().optional(),
});
export type PiAssistantMessage = z.infer<typeof assistantMessage>;

const record = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('response'),
    id: z.string().optional(),
    command: z.string(),
    success: z.boolean(),
    error: z.string().optional(),
    data: z
      .object({
        sessionId: z.string().optional(),
        model: z.object({ id: z.string(), provider: z.string() }).optional(),
      })
      .optional(),
  }),
  z.object({
    type: z.literal('message_update'),
    assistantMessageEvent: z.object({ type: z.string(), delta: z.string().optional() }),
  }),
  z.object({ type: z.literal('message_end'), message: z.union([assistantMessage, z.object({ role: z.string() })]) }),
  z.object({
    type: z.literal('tool_execution_start'),
    toolCallId: z.string(),
    toolName: z.string(),
    args: z.unknown().optional(),
  }),
  z.object({
    type: z.literal('tool_execution_end'),
    toolCallId: z.string(),
    toolName: z.string(),
    result: z.object({ content: content.optional() }).optional(),
    isError: z.boolean().default(false),
  }),
  z.object({
    type: z.literal('auto_retry_start'),
    attempt: z.number(),
    delayMs: z.number().optional(),
    errorMessage: z.string().default(''),
  }),
  z.object({ type: z.literal('compaction_end'), result: z.object({ usage: usage.optional() }).optional() }),
  z.object({
    type: z.literal('extension_ui_request'),
    id: z.string(),
    method: z.string(),
    title: z.string().optional(),
  }),
  z.object({ type: z.literal('agent_settled') }),
]);
export type PiRecord = z.infer<typeof record>;

const read: ReadonlySet<unknown> = new Set(record.options.map((option) => option.shape.type.value));
const typed = z.object({ type: z.string() });

/** A line as a record; `other` for one of a type that nobody needs, undefined for what is no record of the protocol. */
export function piRecord(line: string): PiRecord | 'other' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const known = typed.safeParse(value);
  if (!known.success) return undefined;
  if (!read.has(known.data.type)) return 'other';
  return record.safeParse(value).data;
}

export function isAssistant(message: { readonly role: string }): message is PiAssistantMessage {
  return message.role === 'assistant' && 'content' in message;
}
