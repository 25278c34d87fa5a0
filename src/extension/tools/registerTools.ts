import { Disposable, LanguageModelTextPart, LanguageModelToolResult, lm } from 'vscode';
import { type ToolName, type ToolWorld, toolTitles } from '../../client/tools/loopTool.ts';
import { toolId } from './toolId.ts';

/** Offers the tools to assistants in the editor. None of them starts, stops, approves or lands anything. */
export function registerTools(world: ToolWorld): Disposable {
  const names = Object.keys(toolTitles) as ToolName[];
  return Disposable.from(...names.map((name) => registerTool(name, world)));
}

function registerTool(name: ToolName, world: ToolWorld): Disposable {
  return lm.registerTool<unknown>(toolId(name), {
    prepareInvocation: () => ({ invocationMessage: `Loopwright: ${toolTitles[name]}` }),
    invoke: async ({ input }, token) => {
      const stop = new AbortController();
      const cancelled = token.onCancellationRequested(() => stop.abort());
      try {
        const { callTool } = await import('../incoming.ts');
        const text = await callTool(name, input, world, stop.signal);
        return new LanguageModelToolResult([new LanguageModelTextPart(text)]);
      } finally {
        cancelled.dispose();
      }
    },
  });
}
