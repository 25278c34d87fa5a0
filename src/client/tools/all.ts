import { listRuns } from './listRuns.ts';
import type { LoopTool } from './loopTool.ts';
import { readRun } from './readRun.ts';
import { validateLoop } from './validateLoop.ts';

/** What other assistants may ask. */
export const loopTools: readonly LoopTool[] = [listRuns, readRun, validateLoop];
