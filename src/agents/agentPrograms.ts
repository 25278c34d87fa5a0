import { join } from 'node:path';
import type { AgentPrograms } from './repair.ts';

/** The programs that agents are started with, in the folder that the build puts them into. */
export const agentPrograms = (folder: string): AgentPrograms => ({
  node: process.execPath,
  repair: join(folder, 'repair.js'),
  agent: join(folder, 'agent.js'),
  mcp: join(folder, 'mcp.js'),
});
