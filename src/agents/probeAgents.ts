import { setTimeout as sleep } from 'node:timers/promises';
import { type DrivenAgent, drivenAgents, isInstalled } from '../model/agents.ts';
import { adapterOf } from './drive/adapters.ts';
import { agentProgram, isFound } from './drive/findAgent.ts';
import { OwnProcesses } from './drive/processStarter.ts';
import type { Probe } from './port.ts';

/** An agent that is installed, and what is known of it without a model call. */
export interface FoundAgent extends Probe {
  readonly agent: DrivenAgent;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds for one agent; the slowest takes 1.3 s on an idle machine. */
const patience = 30_000;

/**
 * Looks for every agent that has a program of its own, side by side, with the environment of whoever asks. Those that are
 * not installed are left out; one that does not answer is told as such. No model is called, nothing it started is left, and
 * it never rejects.
 */
export async function probeAgents(env: Environment, milliseconds = patience): Promise<readonly FoundAgent[]> {
  const present = drivenAgents.filter((agent) => isInstalled(agent) && isFound(agent, env));
  const found = await Promise.all(present.map((agent) => probe(agent, env, milliseconds)));
  return found.filter((one) => one !== undefined);
}

async function probe(agent: DrivenAgent, env: Environment, milliseconds: number): Promise<FoundAgent | undefined> {
  const program = agentProgram(agent, env);
  const processes = new OwnProcesses();
  const enough = new AbortController();
  const late = sleep(milliseconds, 'late' as const, { signal: enough.signal }).catch(() => undefined);
  const known = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  try {
    const answer = await Promise.race([adapterOf(agent).probe(program, known, processes), late]);
    if (answer === undefined) return undefined;
    if (answer !== 'late') return { agent, ...answer };
    const advice = `it did not answer within ${milliseconds / 1000} s: try \`${program.join(' ')} --version\` by hand`;
    return { agent, program: program[0], version: 'unknown', auth: 'unknown', advice };
  } finally {
    enough.abort();
    await processes.endAll();
  }
}
