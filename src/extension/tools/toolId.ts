import type { LoopTool } from '../../client/tools/loopTool.ts';

/** What the editor calls a tool; other extensions have tools too. */
export const toolId = ({ name }: Pick<LoopTool, 'name'>): string => `loopwright_${name}`;
