import type { FoundAgent } from '../../agents/probeAgents.ts';
import { agentLogins, loginFolder, proxyVariables } from '../../model/agentLogins.ts';
import {
  capabilitiesOf,
  type DrivenAgent,
  drivenAgents,
  type InstalledAgent,
  isInstalled,
} from '../../model/agents.ts';
import type { DoctorFinding } from '../../model/commandLineShapes.ts';
import { doubtful, well } from './finding.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How each is installed. */
const install: { readonly [A in InstalledAgent]: string } = {
  claude: 'npm install -g @anthropic-ai/claude-code',
  codex: 'npm install -g @openai/codex',
  pi: 'npm install -g @earendil-works/pi-coding-agent',
  gemini: 'npm install -g @google/gemini-cli',
  opencode: 'npm install -g opencode-ai',
};

/** Which agents there are, then one finding for each. */
export function agentFindings(found: readonly FoundAgent[], env: Env = {}): readonly DoctorFinding[] {
  return [agentsFinding(found), ...found.map((one) => agentFinding(one, env))];
}

const noWindowHere = 'vscode (no window with a language model has this repository open)';

function agentsFinding(found: readonly FoundAgent[]): DoctorFinding {
  const installed = found.filter(({ agent }) => isInstalled(agent));
  if (installed.length === 0) {
    const judge = found.length === 0 ? '' : ', but a judge can be vscode';
    return well(
      'agents',
      `no coding agent was found on PATH${judge} (install one: ${install.claude}); repair and command are built in`,
    );
  }
  const names = found.map(({ agent }) => agent);
  const others = drivenAgents.filter((agent) => agent !== 'acp' && !names.includes(agent));
  const rest =
    others.length === 0
      ? ''
      : `; not found: ${others.map((agent) => (agent === 'vscode' ? noWindowHere : agent)).join(', ')}`;
  return well('agents', `${names.join(', ')}${rest}; repair and command are built in`);
}

function agentFinding({ agent, program, version, auth, advice }: FoundAgent, env: Env): DoctorFinding {
  const login = {
    ok: agent === 'vscode' ? 'in a window of VS Code, for judges only' : 'logged in',
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
      login: { variables: [...loginVariablesOf(agent)], paths: [...loginPathsOf(agent, env)] },
    },
  };
}

/** The variables that it is given of the user's own, proxies among them. */
export const loginVariablesOf = (agent: DrivenAgent): readonly string[] => [
  ...agentLogins[agent].variables,
  ...proxyVariables,
];

/** What of the home folder its login needs, as the cage lets it through: below the folder that its variable names. */
export function loginPathsOf(agent: DrivenAgent, env: Env = {}): readonly string[] {
  const { home } = agentLogins[agent];
  if (home === undefined) return [];
  const { kept, files, replaced = [], read, copied, besides } = home;
  const folder = loginFolder(home, '~', env);
  const inside = [...kept, ...files, ...replaced, ...read, ...copied].map((path) =>
    path === '' ? folder : `${folder}/${path}`,
  );
  return [...new Set([...inside, ...[...copied, ...besides].map((path) => `~/${path}`)])];
}

/** What the login of each agent that was found is given, for a person; with an empty line after where there is any. */
export function loginLines(findings: readonly DoctorFinding[]): readonly string[] {
  const lines = findings.flatMap(({ name, agent }) => {
    if (agent === undefined) return [];
    const { variables, paths } = agent.login;
    return [`${name} is given ${variables.join(', ')}; in the cage also ${paths.join(', ')}`];
  });
  return lines.length === 0 ? [] : [...lines, ''];
}
