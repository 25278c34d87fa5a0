import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOutcome } from '../../../src/agents/drive/readOutcome.ts';
import {
  type DriveSpec,
  driveSpecVariable,
  type PrivateWords,
  specFile,
  transcriptFile,
} from '../../../src/agents/drive/spec.ts';
import { ownServer } from '../../../src/agents/mcp/ownServer.ts';
import { stateFile } from '../../../src/agents/mcp/stepFolder.ts';
import type { McpServer } from '../../../src/agents/port.ts';
import { capabilitiesOf } from '../../../src/model/agents.ts';
import type { AgentWorld } from '../../agents/agentWorld.ts';
import type { AskedModel, Measured } from './measured.ts';

export interface Driven extends Measured {
  /** Milliseconds to the beginning of the turn: our program is there, and is about to start the agent. */
  readonly beforeTurnMs: number;
}

/**
 * A turn of a maker as the runner's Job has it done (src/agents/driven.ts): the driver, and with it our MCP server, which
 * the driver serves. `directory`: the step's folder, new.
 */
export async function throughDriver(
  world: AgentWorld,
  model: AskedModel,
  { dist, directory }: { readonly dist: string; readonly directory: string },
): Promise<Driven> {
  const own = ownServer({ node: process.execPath, script: join(dist, 'mcp.js'), directory });
  const servers = capabilitiesOf[world.agent].mcp ? [own] : [];
  mkdirSync(directory, { recursive: true });
  writeFileSync(specFile(directory), JSON.stringify(specOf(world, directory, servers)));
  writeFileSync(stateFile(directory), '');
  const words: PrivateWords = { secrets: [], mcpEnv: Object.fromEntries(servers.map(({ name, env }) => [name, env])) };
  const startedAt = Date.now();
  const measured = await model.measure({
    argv: [process.execPath, join(dist, 'agent.js')],
    cwd: world.worktree,
    env: { ...world.env, [driveSpecVariable]: specFile(directory), ELECTRON_RUN_AS_NODE: '1' },
    stdin: `${JSON.stringify(words)}\n`,
    over: (child) => once(child, 'close'),
  });
  const outcome = await readOutcome(directory);
  if (outcome?.status !== 'completed') throw new Error(`${world.agent} failed: ${JSON.stringify(outcome)}`);
  return { ...measured, beforeTurnMs: promptedAt(directory) - startedAt };
}

/** When the driver wrote the prompt into the transcript, just before it started the agent. */
function promptedAt(directory: string): number {
  const [first = ''] = readFileSync(transcriptFile(directory), 'utf8').split('\n');
  return new Date(JSON.parse(first).at).getTime();
}

function specOf(world: AgentWorld, directory: string, servers: readonly McpServer[]): DriveSpec {
  const { program, cwd, prompt, model } = world.turn();
  return {
    agent: world.agent,
    program: [...program],
    role: 'maker',
    worktree: cwd,
    directory,
    prompt,
    ...(model === undefined ? {} : { model }),
    readOnly: false,
    cannot: [],
    session: { name: 'bench/maker', mode: 'fresh', ledger: join(directory, 'sessions') },
    mcp: servers.map(({ name, command, args }) => ({ name, command, args: [...args] })),
    limits: {
      wallSeconds: 60,
      idleSeconds: 60,
      idleToolSeconds: 60,
      retries: 0,
      backOffMs: 5000,
      longestBackOffMs: 120_000,
    },
    prices: {},
    rateFile: join(dirname(directory), 'rate', `${world.agent}.json`),
  };
}
