import { type DrivenAgent, isDriven } from './agents.ts';

/**
 * What a driven agent's login and settings need of the user: variables of the environment, and of the home folder. Every
 * launch gives the variables on, the cage lets both through, `doctor` shows both.
 */
export interface Login {
  /** Beside those that every command gets. A name that ends with `*` stands for all that begin so. */
  readonly variables: readonly string[];
  /** Absent: none of its files is known. */
  readonly home?: LoginHome;
}

/**
 * Paths are below the agent's own folder.
 * What its next start would run or obey (settings, hooks, plugins, instructions) can only be read: written from inside, it
 * would act outside. What is not listed is an empty place that is thrown away.
 */
export interface LoginHome {
  /** The agent's own folder below the home folder, and the variable that names another one. */
  readonly folder: string;
  readonly variable?: string;
  /** Folders that are written and kept: sessions above all; '' is the whole. They are made where they are missing. */
  readonly kept: readonly string[];
  /** Files that are written and kept, where they are there: credentials that renew themselves. */
  readonly files: readonly string[];
  /** The same where it puts a new file in the place of the old one, which a file that is mounted alone does not allow. */
  readonly replaced?: readonly string[];
  readonly read: readonly string[];
  /** Files of which it gets a copy: it writes them whenever it starts, and they name programs to run. */
  readonly copied: readonly string[];
  /** More below the home folder, read-only. */
  readonly besides: readonly string[];
}

const anthropic = ['ANTHROPIC_*'];
const openai = ['OPENAI_*'];
const google = ['GEMINI_*', 'GOOGLE_*'];
const bedrock = ['AWS_*', 'CLOUD_ML_REGION'];

/** How to the model's server, for every agent that asks one over the network. */
export const proxyVariables: readonly string[] = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

export const agentLogins: { readonly [A in DrivenAgent]: Login } = {
  claude: {
    variables: [
      ...anthropic,
      ...bedrock,
      'CLAUDE_*',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_CLOUD_PROJECT',
      'IS_SANDBOX',
    ],
    home: {
      folder: '.claude',
      variable: 'CLAUDE_CONFIG_DIR',
      kept: ['projects', 'todos', 'tasks', 'file-history', 'session-env', 'shell-snapshots'],
      files: ['.credentials.json'],
      read: ['settings.json', 'CLAUDE.md', 'agents', 'commands', 'skills', 'plugins', 'local'],
      copied: ['.claude.json'],
      besides: ['.local/share/claude'],
    },
  },
  codex: {
    variables: [...openai, 'CODEX_*', 'AZURE_OPENAI_API_KEY'],
    home: {
      folder: '.codex',
      variable: 'CODEX_HOME',
      kept: ['sessions', 'log', 'shell_snapshots'],
      files: [],
      // codex 0.169: else EBUSY, and it spends its refresh token again and again.
      replaced: ['auth.json'],
      read: ['config.toml', 'AGENTS.md', 'agents', 'skills', 'prompts', 'rules', 'version.json', 'installation_id'],
      copied: [],
      besides: [],
    },
  },
  pi: {
    variables: [
      ...anthropic,
      ...openai,
      ...google,
      'PI_*',
      'OPENROUTER_API_KEY',
      'GROQ_API_KEY',
      'MISTRAL_API_KEY',
      'XAI_API_KEY',
    ],
    home: {
      folder: '.pi/agent',
      variable: 'PI_CODING_AGENT_DIR',
      kept: ['sessions'],
      files: ['auth.json'],
      read: ['settings.json', 'models.json', 'AGENTS.md', 'extensions', 'skills', 'prompts', 'themes', 'bin'],
      copied: [],
      besides: [],
    },
  },
  gemini: {
    variables: google,
    home: {
      folder: '.gemini',
      kept: ['tmp', 'history'],
      files: ['oauth_creds.json', 'google_accounts.json'],
      read: ['settings.json', 'GEMINI.md', 'extensions', 'commands', '.env', 'installation_id', 'trustedFolders.json'],
      copied: [],
      besides: [],
    },
  },
  opencode: {
    variables: [...anthropic, ...openai, ...google, 'OPENCODE_*', 'OPENROUTER_API_KEY'],
    home: {
      folder: '.local/share/opencode',
      // A database with a log beside it is no single file.
      kept: [''],
      files: [],
      read: ['bin'],
      copied: [],
      besides: ['.config/opencode', '.opencode', '.cache/opencode'],
    },
  },
  acp: { variables: [] },
  vscode: { variables: [] },
};

/** The login of an agent by its name; undefined for those that we do not drive. */
export const loginOf = (agent: string): Login | undefined => (isDriven(agent) ? agentLogins[agent] : undefined);

/** The agent's own folder, as its variable or its habit says. */
export function loginFolder(
  { folder, variable }: LoginHome,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const named = variable === undefined ? undefined : env[variable];
  return named?.startsWith('/') ? named.replace(/(?<=.)\/+$/, '') : `${home}/${folder}`;
}
