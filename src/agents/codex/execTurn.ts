import * as z from 'zod';
import type { AgentEvent, FailureCause, TurnUsage } from '../port.ts';
import { attemptIn, causeOfWords, plainError } from './errors.ts';

const usage = z.object({
  input_tokens: z.number(),
  cached_input_tokens: z.number().catch(0),
  output_tokens: z.number(),
});
const item = z.object({
  id: z.string().catch(''),
  type: z.string(),
  text: z.string().catch(''),
  message: z.string().catch(''),
  command: z.string().catch(''),
  aggregated_output: z.string().catch(''),
  exit_code: z.number().nullish().catch(null),
  status: z.string().catch(''),
  changes: z.array(z.object({ path: z.string(), kind: z.string().catch('update') })).catch([]),
  server: z.string().catch(''),
  tool: z.string().catch(''),
  query: z.string().catch(''),
});
type ExecItem = z.infer<typeof item>;

const record = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thread.started'), thread_id: z.string() }),
  z.object({ type: z.literal('item.started'), item }),
  z.object({ type: z.literal('item.completed'), item }),
  z.object({ type: z.literal('turn.completed'), usage: usage.optional().catch(undefined) }),
  z.object({ type: z.literal('turn.failed'), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
type ExecRecord = z.infer<typeof record>;

/** How `codex exec` says that the turn ended. */
export type ExecEnd = { readonly status: 'completed' } | { readonly status: 'failed'; readonly detail: string };

/** One turn as the lines of `codex exec --json` tell it. What the sandbox stops they leave out. Pure. */
export class CodexExecTurn {
  session: string | undefined;
  text = '';
  usage: TurnUsage | null = null;
  end: ExecEnd | undefined;
  giveUp: { readonly cause: FailureCause; readonly detail: string } | undefined;
  readonly failedOutputs: string[] = [];
  readonly #retries: number;
  readonly #begun = new Set<string>();

  constructor(retries: number) {
    this.#retries = retries;
  }

  take(line: string): readonly AgentEvent[] {
    const value = asObject(line);
    if (value === undefined) return [{ type: 'noise', bytes: Buffer.byteLength(line), sample: line.slice(0, 200) }];
    const told = record.safeParse(value);
    return told.success ? this.#told(told.data) : [];
  }

  #told(told: ExecRecord): readonly AgentEvent[] {
    switch (told.type) {
      case 'thread.started':
        this.session = told.thread_id;
        return [{ type: 'session', id: told.thread_id }];
      case 'item.started':
        return this.#began(told.item);
      case 'item.completed':
        return [...this.#began(told.item), ...this.#completed(told.item)];
      case 'turn.completed':
        this.end = { status: 'completed' };
        return this.#used(told.usage);
      case 'turn.failed':
        this.end = { status: 'failed', detail: told.error.message };
        return [];
      case 'error':
        return this.#failed(told.message);
    }
  }

  /** Short tools are told only once they are over. */
  #began(item: ExecItem): readonly AgentEvent[] {
    const tool = toolOf(item);
    if (tool === undefined || this.#begun.has(item.id)) return [];
    this.#begun.add(item.id);
    return [{ type: 'tool-start', id: item.id, ...tool }];
  }

  #completed(item: ExecItem): readonly AgentEvent[] {
    if (item.type === 'agent_message') this.text = item.text;
    if (item.type === 'agent_message') return [{ type: 'text', text: item.text }];
    if (item.type === 'reasoning') return [{ type: 'thinking', text: item.text }];
    if (toolOf(item) === undefined) return [];
    const ok = item.status === 'completed' && (item.exit_code ?? 0) === 0;
    if (!ok && item.type === 'command_execution') this.failedOutputs.push(item.aggregated_output);
    const end: AgentEvent = { type: 'tool-end', id: item.id, ok, output: item.aggregated_output };
    return item.type === 'file_change' && ok ? [end, ...filesOf(item)] : [end];
  }

  /** Totals of the thread, not of the turn. */
  #used(used: z.infer<typeof usage> | undefined): readonly AgentEvent[] {
    if (used === undefined) return [];
    this.usage = {
      inputTokens: used.input_tokens,
      cachedTokens: used.cached_input_tokens,
      outputTokens: used.output_tokens,
      costUsd: null,
      since: { tokens: 'session', cost: 'session' },
    };
    return [{ type: 'usage', usage: this.usage }];
  }

  #failed(message: string): readonly AgentEvent[] {
    const attempt = /^Reconnecting/u.test(message) ? (attemptIn(message) ?? 1) : undefined;
    if (attempt === undefined) return [];
    const cause = causeOfWords(message);
    if (cause !== 'auth' && attempt <= this.#retries) return [{ type: 'retry', cause, attempt }];
    const detail = /\((.*)\)$/su.exec(message)?.[1] ?? message;
    this.giveUp ??= { cause, detail: plainError({ message: detail }) };
    return [];
  }
}

function asObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function toolOf({
  type,
  command,
  changes,
  server,
  tool,
  query,
}: ExecItem): { name: string; input: unknown } | undefined {
  if (type === 'command_execution') return { name: 'shell', input: { command } };
  if (type === 'file_change') return { name: 'apply_patch', input: { files: changes.map(({ path }) => path) } };
  if (type === 'mcp_tool_call') return { name: `${server}.${tool}`, input: {} };
  return type === 'web_search' ? { name: 'web_search', input: { query } } : undefined;
}

function filesOf({ changes }: ExecItem): AgentEvent[] {
  return changes.map(({ path, kind }) => ({ type: 'file', path, change: kind === 'delete' ? 'deleted' : 'written' }));
}
