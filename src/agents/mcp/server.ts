import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { Tool } from './tools.ts';

/** An MCP server with these tools and nothing else. A call that is wrong is answered as a failed one, never as an error. */
export function mcpServer(tools: readonly Tool[]): Server {
  const server = new Server({ name: 'loopwright', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, input, readsOnly }) => ({
      name,
      description,
      inputSchema: { ...z.toJSONSchema(input, { target: 'draft-7', io: 'input' }), type: 'object' as const },
      annotations: { readOnlyHint: readsOnly, destructiveHint: false, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) return failed(`There is no tool ${params.name.slice(0, 100)}.`);
    const input = tool.input.safeParse(params.arguments ?? {});
    if (!input.success) return failed(`It was called wrongly: ${z.prettifyError(input.error).slice(0, 1000)}`);
    try {
      return said(await tool.act(input.data, signal));
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  });
  return server;
}

const said = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });
const failed = (text: string): CallToolResult => ({ ...said(text), isError: true });
