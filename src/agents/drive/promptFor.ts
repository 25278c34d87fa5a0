import type { DrivenAgent } from '../../model/agents.ts';
import { rolePrompt } from '../../model/rolePrompt.ts';
import type { RoleTask } from '../agent.ts';

export interface PromptTexts {
  /** Who is asked. */
  readonly agent: DrivenAgent;
  /** The change, of a checker and a judge. */
  readonly diff?: string;
}

/** The whole text that an agent is given for a pass. */
export function promptFor(task: RoleTask, { agent, diff }: PromptTexts): string {
  const { prompt, memory } = task.input;
  return rolePrompt({ role: task.role, prompt, memory, ...toldTo(task), diff }, agent);
}

function toldTo(task: RoleTask) {
  if (task.role === 'maker') return { feedback: task.input.feedback };
  return task.role === 'explorer' ? {} : { brief: task.input.brief, diffFile: task.diffFile };
}
