import { type AgentName, capabilitiesOf, isDriven } from '../model/agents.ts';

const ownWords: Readonly<Partial<Record<AgentName, string>>> = {
  auto: 'the best agent that is found and can do what the role asks',
  command: 'a program of yours: write `run`',
  repair: 'built in, no model: small edits where the failing tests point (JavaScript, TypeScript)',
};

/** What an agent can do, in one line. */
export function agentLine(agent: AgentName): string {
  if (!isDriven(agent)) return ownWords[agent] ?? '';
  const { roles, readOnly, cost, usage, skills, mcp, maxTurns, fork, model, effort } = capabilitiesOf[agent];
  const told = cost ? 'tells cost' : usage === 'none' ? 'tells neither cost nor tokens' : 'tells tokens, no cost';
  const can = [
    ...(agent === 'acp' ? ['any agent that speaks ACP: write `command`'] : []),
    ...(roles.length === 1 ? [`${roles[0]} alone`] : []),
    told,
    ...(readOnly === 'asked' || readOnly === 'none' ? ['only asked not to write'] : []),
    ...(skills === undefined ? ['no skills'] : [`skills (${skills})`]),
    mcp ? 'connectors' : 'no connectors',
    ...(model ? ['model'] : []),
    ...(effort ? ['effort'] : []),
    ...(maxTurns ? ['max-turns'] : []),
    ...(fork ? ['fork'] : []),
  ];
  return can.join(' · ');
}
