import * as z from 'zod';

/**
 * What is read of an agent's messages (Agent Client Protocol, version 1), each field by itself: agents send more than the
 * protocol has, and less. A field that is not as it should be is as if it were not there.
 */

const text = z.string().optional().catch(undefined);
const list = <T extends z.ZodType>(of: T) => z.array(of.nullable().catch(null)).optional().catch(undefined);

const location = z.object({ path: z.string() });

const toolContent = z.object({
  type: z.string(),
  content: z.object({ text }).optional().catch(undefined),
  path: text,
});

export const toolCall = z.object({
  toolCallId: z.string(),
  title: text,
  kind: text,
  status: text,
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
  content: list(toolContent),
  locations: list(location),
});
export type AcpToolCall = z.infer<typeof toolCall>;

/** A chunk of words, a tool call or its news, what it used, or a word for the person; others are let go. */
export const sessionUpdate = z.object({
  sessionId: z.string(),
  update: z.looseObject({
    sessionUpdate: z.string(),
    content: z.unknown().optional(),
    cost: z.object({ amount: z.number(), currency: z.string() }).optional().catch(undefined),
    severity: text,
    message: text,
  }),
});
export type AcpUpdate = z.infer<typeof sessionUpdate>['update'];

export const chunk = z.object({ type: z.literal('text'), text: z.string() });

export const permissionRequest = z.object({
  sessionId: z.string(),
  toolCall,
  options: z.array(z.object({ optionId: z.string(), kind: z.string() })),
});
export type AcpPermissionRequest = z.infer<typeof permissionRequest>;

const capability = z.looseObject({}).optional().catch(undefined);

export const initialized = z.object({
  protocolVersion: z.number(),
  agentInfo: z.object({ version: text }).nullish().catch(undefined),
  agentCapabilities: z
    .object({
      loadSession: z.boolean().optional().catch(undefined),
      sessionCapabilities: z.object({ resume: capability, fork: capability }).optional().catch(undefined),
      mcpCapabilities: z
        .object({ http: z.boolean().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type AcpInitialized = z.infer<typeof initialized>;

const choice = z.object({ value: z.string() });

/** What session/new, load, resume and fork answer. */
export const opened = z
  .object({
    sessionId: text,
    configOptions: list(
      z.object({
        id: z.string(),
        category: text,
        currentValue: z.unknown().optional(),
        options: list(z.union([choice, z.object({ options: list(choice) })])),
      }),
    ),
    /** Older than the options of configuration; gemini has it. */
    models: z.object({ currentModelId: text }).nullish().catch(undefined),
  })
  .nullish()
  .transform((value) => value ?? {});
export type AcpOpened = z.infer<typeof opened>;

const count = z.number().nonnegative().catch(0);

export const prompted = z.object({
  stopReason: z.string(),
  usage: z
    .object({
      /** Without what was read from a cache. */
      inputTokens: z.number(),
      outputTokens: z.number(),
      cachedReadTokens: count.optional(),
      cachedWriteTokens: count.optional(),
      thoughtTokens: count.optional(),
    })
    .nullish()
    .catch(undefined),
  _meta: z
    .object({
      /** gemini's own: of the turn. */
      quota: z
        .object({ token_count: z.object({ input_tokens: z.number(), output_tokens: z.number() }) })
        .optional()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
export type AcpPrompted = z.infer<typeof prompted>;
