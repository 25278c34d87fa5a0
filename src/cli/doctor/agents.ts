import { loginVariables } from '../../agents/drive/agentEnvironment.ts';
import type { FoundAgent } from '../../agents/probeAgents.ts';
import { capabilitiesOf, type DrivenAgent, drivenAgents } from '../../model/agents.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { logins } from '../../sandbox/loginPaths.ts';
import { doubtful, well } from './finding.ts';

/** How each is installed. */
const install: { readonly [A in Exclude<DrivenAgent, 'acp'>]: string } = {
  claude: 'npm install -g @anthropic-ai/claude-code',
  codex: 'npm install -g @openai/codex',
  pi: 'npm install -g @earendil-works/pi-coding-agent',
  gemini: 'npm install -g @google/gemini-cli',
  opencode: 'npm install -g opencode-ai',
};

/** Which agents there are, then one finding for each. */
export function agentFindings(found: readonly FoundAgent[]): readonly DoctorFinding[] {
  return [agentsFinding(found), ...found.map(agentFinding)];
}

function agentsFinding(found: readonly FoundAgent[]): DoctorFinding {
  if (found.length === 0) {
    return well(
      'agents',
      `no coding agent was found on PATH (install one: ${install.claude}); repair and command are built in`,
    );
  }
  const names = found.map(({ agent }) => agent);
  const others = drivenAgents.filter((agent) => agent !== 'acp' && !names.includes(agent));
  const rest = others.length === 0 ? '' : `; not found: ${others.join(', ')}`;
  return well('agents', `${names.join(', ')}${rest}; repair and command are built in`);
}

function agentFinding({ agent, program, version, auth, advice }: FoundAgent): DoctorFinding {
  const login = {
    ok: 'logged in',
    missing: 'not logged in',
    unknown: 'whether it is logged in shows with the first model call',
  };
  const told = `${version === 'unknown' ? 'version unknown' : version}, ${login[auth]}${advice === undefined ? '' : `: ${advice}`}`;
  const tell = advice !== undefined || auth === 'missing' ? doubtful : well;
  return {
    ...tell(agent, told),
    agent: {
      program,
      version,
      auth,
      can: { ...capabilitiesOf[agent] },
      login: { variables: [...loginVariables[agent]], paths: [...loginPathsOf(agent)] },
    },
  };
}

/** What of the home folder its login needs, as the cage lets it through. */
export function loginPathsOf(agent: DrivenAgent): readonly string[] {
  const login = Object.hasOwn(logins, agent) ? logins[agent] : undefined;
  if (login === undefined) return [];
  const { folder, kept, files, read, copied, besides } = login;
  const inside = [...kept, ...files, ...read].map((path) => (path === '' ? `~/${folder}` : `~/${folder}/${path}`));
  return [...new Set([...inside, ...[...copied, ...besides].map((path) => `~/${path}`)])];
}
