/**
 * What a driven agent's login needs of the user's home folder. Paths are below the agent's own folder.
 * What its next start would run or obey (settings, hooks, plugins, instructions) can only be read: written from inside, it
 * would act outside. What is not listed is an empty place that is thrown away.
 */
export interface Login {
  /** The agent's own folder below the home folder, and the variable that names another one. */
  readonly folder: string;
  readonly variable?: string;
  /** Folders that are written and kept: sessions above all; '' is the whole. They are made where they are missing. */
  readonly kept: readonly string[];
  /** Files that are written and kept, where they are there: credentials that renew themselves. */
  readonly files: readonly string[];
  readonly read: readonly string[];
  /** Files of which it gets a copy: it writes them whenever it starts, and they name programs to run. */
  readonly copied: readonly string[];
  /** More below the home folder, read-only. */
  readonly besides: readonly string[];
}

/** By the agent's name; one that is not here has no login that we know of. */
export const logins: Readonly<Record<string, Login>> = {
  claude: {
    folder: '.claude',
    variable: 'CLAUDE_CONFIG_DIR',
    kept: ['projects', 'todos', 'tasks', 'file-history', 'session-env', 'shell-snapshots'],
    files: ['.credentials.json'],
    read: ['settings.json', 'CLAUDE.md', 'agents', 'commands', 'skills', 'plugins', 'local'],
    copied: ['.claude.json'],
    besides: ['.local/share/claude'],
  },
  codex: {
    folder: '.codex',
    variable: 'CODEX_HOME',
    kept: ['sessions', 'log', 'shell_snapshots'],
    files: ['auth.json'],
    read: ['config.toml', 'AGENTS.md', 'agents', 'skills', 'prompts', 'rules', 'version.json', 'installation_id'],
    copied: [],
    besides: [],
  },
  pi: {
    folder: '.pi/agent',
    variable: 'PI_CODING_AGENT_DIR',
    kept: ['sessions'],
    files: ['auth.json'],
    read: ['settings.json', 'models.json', 'AGENTS.md', 'extensions', 'skills', 'prompts', 'themes', 'bin'],
    copied: [],
    besides: [],
  },
  gemini: {
    folder: '.gemini',
    kept: ['tmp', 'history'],
    files: ['oauth_creds.json', 'google_accounts.json'],
    read: ['settings.json', 'GEMINI.md', 'extensions', 'commands', '.env', 'installation_id', 'trustedFolders.json'],
    copied: [],
    besides: [],
  },
  opencode: {
    folder: '.local/share/opencode',
    // A database with a log beside it is no single file.
    kept: [''],
    files: [],
    read: ['bin'],
    copied: [],
    besides: ['.config/opencode', '.opencode', '.cache/opencode'],
  },
};

/** The agent's own folder, as its variable or its habit says. */
export function loginFolder(
  { folder, variable }: Login,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const named = variable === undefined ? undefined : env[variable];
  return named?.startsWith('/') ? named.replace(/(?<=.)\/+$/, '') : `${home}/${folder}`;
}
