import { readFileSync } from 'node:fs';
import { type DrivenAgent, drivenAgents } from '../model/agents.ts';
import { chosenAgent } from '../model/autoAgent.ts';
import type { Agent, Job, MakerTask, RoleTask } from './agent.ts';
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

/**
 * Gives a pass to the agent that its input names, or that `auto` comes to (`chosenAgent`). A step that was begun with one
 * agent goes on with it.
 */
export function perform(task: RoleTask, world: AgentWorld): Performance {
  const { agent } = task.input;
  const before = begunWith(task.directory);
  if (agent === 'auto' && before !== undefined) return driven(before, task, world, true);
  const asked = { ...task.input, role: task.role };
  const chosen = chosenAgent(asked, (one) => isFound(one, world.environment));
  if (chosen === 'command') return performanceOf(commandAgent, task);
  if (chosen !== 'repair') return driven(chosen, task, world, before !== undefined);
  // Only a maker comes to it: the schema of a loop lets no other role name it.
  return performanceOf(repairAgent(world.programs), task as MakerTask);
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
