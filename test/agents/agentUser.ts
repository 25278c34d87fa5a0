import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { installAgents } from '../../scripts/agents/install.mjs';
import { type AgentHome, agentHome, type HomeOrder } from './agentHome.ts';
import type { TestedAgent } from './agentWorld.ts';

/** Makes the home folder of a user of an agent whose model is at an address, and tells what the runner is started with. */
export async function userOf(
  agent: TestedAgent,
  order: { readonly home: string; readonly url: string },
  homeOf: (order: HomeOrder) => AgentHome = agentHome[agent],
): Promise<Record<string, string>> {
  const { agents, nodeBin } = await installAgents();
  const { files, env } = homeOf({ ...order, retries: 0 });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(order.home, name)), { recursive: true });
    await writeFile(join(order.home, name), text);
  }
  return {
    ...env,
    HOME: order.home,
    PATH: [nodeBin, process.env['PATH']].join(delimiter),
    [`LOOPWRIGHT_AGENT_${agent.toUpperCase()}`]: JSON.stringify(agents[agent].argv),
  };
}
