import type { ToolName } from '../../client/tools/loopTool.ts';

/** What the editor calls a tool; other extensions have tools too. */
export const toolId = (name: ToolName): string => `loopwright_${name}`;
