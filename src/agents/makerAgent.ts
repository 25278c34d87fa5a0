import type { StepInput } from '../model/steps.ts';
import type { MakerAgent } from './agent.ts';
import { commandAgent } from './command.ts';
import { type AgentPrograms, repairAgent } from './repair.ts';

/** The agent of a role. `auto` is the best one that is installed: as long as no coding agent is driven, `repair`. */
export function makerAgent(name: StepInput<'make'>['agent'], programs: AgentPrograms): MakerAgent {
  switch (name) {
    case 'command':
      return commandAgent;
    case 'auto':
    case 'repair':
      return repairAgent(programs);
  }
}
