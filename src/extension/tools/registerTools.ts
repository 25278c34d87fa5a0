import { Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from 'vscode';
import * as z from 'zod';
import { loopTools } from '../../client/tools/all.ts';
import type { LoopTool, ToolWorld } from '../../client/tools/loopTool.ts';
import { toolId } from './toolId.ts';

/** Offers the tools to assistants in the editor. None of them starts, stops, approves or lands anything. */
export function registerTools(world: ToolWorld): Disposable {
  return Disposable.from(...loopTools.map((tool) => registerTool(tool, world)));
}

function registerTool(tool: LoopTool, world: ToolWorld): Disposable {
  return lm.registerTool<unknown>(toolId(tool), {
    prepareInvocation: () => ({ invocationMessage: `Loopwright: ${tool.title}` }),
    invoke: async ({ input }, token) => {
      const given = tool.input.safeParse(input);
      if (!given.success) throw new Error(`It was called wrongly: ${z.prettifyError(given.error)}`);
      const stop = new AbortController();
      const cancelled = token.onCancellationRequested(() => stop.abort());
      try {
        const text = await tool.act(given.data, world, stop.signal);
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      } finally {
        cancelled.dispose();
      }
    },
  });
}
