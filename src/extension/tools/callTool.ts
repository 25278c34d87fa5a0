import * as z from 'zod';
import { toolsByName } from '../../client/tools/all.ts';
import type { ToolName, ToolWorld } from '../../client/tools/loopTool.ts';

/** Calls a tool with what an assistant gave it. Rejects with words for the assistant where it cannot be done. */
export async function callTool(name: ToolName, input: unknown, world: ToolWorld, signal: AbortSignal): Promise<string> {
  const tool = toolsByName[name];
  const given = tool.input.safeParse(input);
  if (!given.success) throw new Error(`It was called wrongly: ${z.prettifyError(given.error)}`);
  return tool.act(given.data, world, signal);
}
