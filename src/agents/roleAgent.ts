import { readFileSync } from 'node:fs';
import { needsOf, unmetNeeds } from '../model/agentNeeds.ts';
import { type DrivenAgent, drivenAgents, isDriven } from '../model/agents.ts';
import type { Agent, Job, RoleTask } from './agent.ts';
import { commandAgent } from './command.ts';
import { isFound } from './drive/findAgent.ts';
import { specFile } from './drive/spec.ts';
import { type AgentWorld, drivenAgent } from './driven.ts';
import { repairAgent } from './repair.ts';

/** Who performs a role, with the pass that it has been given. */
export interface Performance extends Pick<Agent, 'name' | 'undoesFailure'> {
  readonly job: Job;
  /** Which coding agent it is; of those only so many work at once. */
  readonly driven?: DrivenAgent;
  /** It was launched in this step before: it works still, or was cut off. */
  readonly wasLaunched: boolean;
}

/** The order in which `auto` looks. */
const best = ['claude', 'codex', 'pi'] as const satisfies readonly DrivenAgent[];

/**
 * Gives a pass to the agent that its input names. `auto` is the best coding agent whose program is found; without one,
 * `repair` for a maker that asks for nothing that only a coding agent can do, and the program that the role names for the
 * others. A step that was begun with one agent goes on with it.
 */
export function perform(task: RoleTask, world: AgentWorld): Performance {
  const { agent, run } = task.input;
  const before = begunWith(task.directory);
  if (isDriven(agent)) return driven(agent, task, world, before !== undefined);
  if (agent === 'command') return performanceOf(commandAgent, task);
  if (agent === 'auto' && before !== undefined) return driven(before, task, world, true);
  const found = agent === 'auto' ? best.filter((one) => isFound(one, world.environment)) : [];
  // One that cannot do what is asked is taken only where there is no other, and says so.
  const chosen = found.find((one) => unmetNeeds(one, task.input).length === 0) ?? found[0];
  if (chosen !== undefined) return driven(chosen, task, world, false);
  // `repair` would do without the skills, connectors and models that are asked for, and not say so.
  const asksMore = needsOf(task.input).some((need) => !need.startsWith('session'));
  if (task.role === 'maker' && !asksMore) return performanceOf(repairAgent(world.programs), task);
  if (run !== undefined) return performanceOf(commandAgent, task);
  // It says that it is not installed, and what to do.
  return driven(best[0], task, world, false);
}

function driven(name: DrivenAgent, task: RoleTask, world: AgentWorld, wasLaunched: boolean): Performance {
  return { ...performanceOf(drivenAgent(name, world), task), driven: name, wasLaunched };
}

function performanceOf<T extends RoleTask>(agent: Agent<T>, task: T): Performance {
  return { name: agent.name, undoesFailure: agent.undoesFailure, job: agent.take(task), wasLaunched: false };
}

/** The agent that the driver of this step was given. */
function begunWith(directory: string): DrivenAgent | undefined {
  try {
    const spec: unknown = JSON.parse(readFileSync(specFile(directory), 'utf8'));
    const name = typeof spec === 'object' && spec !== null && 'agent' in spec ? spec.agent : undefined;
    return drivenAgents.find((one) => one === name);
  } catch {
    return undefined;
  }
}
