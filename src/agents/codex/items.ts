import * as z from 'zod';
import type { AgentEvent } from '../port.ts';

const change = z.object({ path: z.string(), kind: z.object({ type: z.string() }).catch({ type: 'update' }) });

/** What an item of a thread may hold; of most kinds only some of it (`ThreadItem` of codex 0.169). */
export const threadItem = z.object({
  type: z.string(),
  id: z.string().catch(''),
  text: z.string().catch(''),
  status: z.string().catch(''),
  command: z.string().catch(''),
  aggregatedOutput: z.string().nullish().catch(null),
  exitCode: z.number().nullish().catch(null),
  changes: z.array(change).catch([]),
  summary: z.array(z.string()).catch([]),
  content: z.array(z.string()).catch([]),
  server: z.string().catch(''),
  tool: z.string().catch(''),
  arguments: z.unknown().optional(),
  /** What a sub-agent is asked. */
  prompt: z.string().nullish().catch(null),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).nullish().catch(null),
  query: z.string().catch(''),
});
export type ThreadItem = z.infer<typeof threadItem>;

/** What is told when it begins; nothing of items that are no tools. */
export function startOf(item: ThreadItem): AgentEvent[] {
  const tool = toolOf(item);
  return tool === undefined ? [] : [{ type: 'tool-start', id: item.id, ...tool }];
}

/** What is told when it is over. */
export function endOf(item: ThreadItem): AgentEvent[] {
  if (item.type === 'agentMessage') return item.text === '' ? [] : [{ type: 'text', text: item.text }];
  if (item.type === 'reasoning') return thinking([...item.summary, ...item.content].join('\n'));
  if (toolOf(item) === undefined) return [];
  const ok = item.status === 'completed' && (item.exitCode ?? 0) === 0;
  const end: AgentEvent = { type: 'tool-end', id: item.id, ok, output: outputOf(item) };
  return item.type === 'fileChange' && ok ? [end, ...filesOf(item)] : [end];
}

function thinking(text: string): AgentEvent[] {
  return text === '' ? [] : [{ type: 'thinking', text }];
}

function toolOf(item: ThreadItem): { name: string; input: unknown } | undefined {
  switch (item.type) {
    case 'commandExecution':
      return { name: 'shell', input: { command: item.command } };
    case 'fileChange':
      return { name: 'apply_patch', input: { files: item.changes.map(({ path }) => path) } };
    case 'mcpToolCall':
      return { name: `${item.server}.${item.tool}`, input: item.arguments };
    case 'dynamicToolCall':
      return { name: item.tool, input: item.arguments };
    case 'collabAgentToolCall':
      return { name: item.tool, input: item.prompt == null ? {} : { prompt: item.prompt } };
    case 'webSearch':
      return { name: 'web_search', input: { query: item.query } };
    default:
      return undefined;
  }
}

function outputOf(item: ThreadItem): string {
  if (item.error != null) return item.error.message;
  if (item.type === 'mcpToolCall') return item.result == null ? '' : JSON.stringify(item.result);
  return item.aggregatedOutput ?? (item.status === 'completed' ? '' : item.status);
}

function filesOf({ changes }: ThreadItem): AgentEvent[] {
  return changes.map(({ path, kind }) => ({
    type: 'file',
    path,
    change: kind.type === 'delete' ? 'deleted' : 'written',
  }));
}
