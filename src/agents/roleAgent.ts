import type { StepInput } from '../model/steps.ts';
import type { Agent, Job, MakerTask, RoleTask } from './agent.ts';
import { commandAgent } from './command.ts';
import { type AgentPrograms, repairAgent } from './repair.ts';

type AgentName = StepInput<'make'>['agent'];

/** Who performs a role, with the pass that it has been given. */
export interface Performance extends Pick<Agent, 'name' | 'undoesFailure'> {
  readonly job: Job;
}

/**
 * Gives a pass to the agent that its input names. `auto` is the best one that is installed: as long as no coding agent is
 * driven, `repair` for a maker; every other role is performed by a command.
 */
export function perform(task: RoleTask, programs: AgentPrograms): Performance {
  if (task.role === 'maker') return performanceOf(makerAgent(task.input.agent, programs), task);
  return performanceOf(commandAgent, task);
}

function makerAgent(name: AgentName, programs: AgentPrograms): Agent<MakerTask> {
  switch (name) {
    case 'command':
      return commandAgent;
    case 'auto':
    case 'repair':
      return repairAgent(programs);
  }
}

function performanceOf<T extends RoleTask>(agent: Agent<T>, task: T): Performance {
  return { name: agent.name, undoesFailure: agent.undoesFailure, job: agent.take(task) };
}
