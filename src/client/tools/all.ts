import { listRuns } from './listRuns.ts';
import type { LoopTool, ToolName } from './loopTool.ts';
import { readRun } from './readRun.ts';
import { validateLoop } from './validateLoop.ts';

export const toolsByName: { readonly [N in ToolName]: LoopTool } = {
  list_runs: listRuns,
  read_run: readRun,
  validate_loop: validateLoop,
};

/** What other assistants may ask. */
export const loopTools: readonly LoopTool[] = Object.values(toolsByName);
