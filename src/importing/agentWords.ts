import type { DrivenAgent } from '../model/agents.ts';

/** What other tools call the agents that are driven here. */
const agents: Readonly<Record<string, DrivenAgent>> = {
  claude: 'claude',
  'claude-code': 'claude',
  codex: 'codex',
  pi: 'pi',
  gemini: 'gemini',
  'gemini-cli': 'gemini',
  opencode: 'opencode',
};

/** The first of several names that is an agent here. */
export function firstAgent(names: readonly string[]): DrivenAgent | undefined {
  const known = names.find((name) => Object.hasOwn(agents, name.toLowerCase()));
  return known === undefined ? undefined : agents[known.toLowerCase()];
}
