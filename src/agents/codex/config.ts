import type { McpServer, Turn } from '../port.ts';

type Settings = Readonly<Record<string, unknown>>;

/** An MCP server as the configuration of codex has it. Nobody is there to be asked, and the tools were named beforehand. */
export function mcpSettings({ command, args, env, tools, served }: McpServer): Settings {
  return {
    ...(served === undefined
      ? { command, args, env }
      : { url: served.url, http_headers: { Authorization: `Bearer ${served.token}` } }),
    ...(tools === undefined ? {} : { enabled_tools: tools }),
    default_tools_approval_mode: 'approve',
  };
}

/**
 * A value of `-c key=value`, which codex parses as TOML. JSON's strings, numbers and lists are TOML as they are, but for
 * U+007F; tables are written otherwise.
 */
export function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, part]) => `${tomlString(key)} = ${toml(part)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? tomlString(value) : String(value);
}

const tomlString = (text: string): string => JSON.stringify(text).replaceAll('\u007f', '\\u007F');

/**
 * What holds before a thread begins. Without its own word for it codex asks a server for leave to collect statistics, which
 * takes five seconds where there is none. `distrusted`: it reads no settings, hooks and rules of the worktree.
 */
export function startSettings(cwd: string, distrusted: boolean): readonly string[] {
  const trust = distrusted ? ['-c', `projects=${toml({ [cwd]: { trust_level: 'untrusted' } })}`] : [];
  return ['-c', 'analytics.enabled=false', ...trust];
}

/** What the user's own settings say that a turn must know. */
export interface UserSettings {
  /** Whether codex is logged in, or its model server needs no login of codex. */
  readonly isLoggedIn: boolean;
  /** The model server's name in the settings; undefined where it is built in. */
  readonly provider: string | undefined;
  /** Where OpenAI's own interface is, where the settings name another place. */
  readonly openaiUrl: string | undefined;
  /** MCP servers of the user's settings. */
  readonly servers: readonly string[];
}

/** A model server of ours for a key in the environment, which the app-server itself does not look at. */
const keyedProvider = 'loopwright-openai';
const keyNames = ['CODEX_API_KEY', 'OPENAI_API_KEY'] as const;

/** The variable that holds a key. */
export const keyIn = (env: Readonly<Record<string, string>>): string | undefined =>
  keyNames.find((name) => (env[name] ?? '') !== '');

/** What `thread/start`, `thread/resume` and `thread/fork` are asked with. Secrets go this way, not through arguments. */
export function threadParams(turn: Turn, user: UserSettings): Settings {
  const key = user.isLoggedIn ? undefined : keyIn(turn.env);
  const provider = key === undefined ? user.provider : keyedProvider;
  const own = new Set(turn.mcp.map(({ name }) => name));
  return {
    cwd: turn.cwd,
    ...(turn.model === undefined ? {} : { model: turn.model }),
    ...(key === undefined ? {} : { modelProvider: keyedProvider }),
    ...(turn.instructions === undefined ? {} : { developerInstructions: turn.instructions }),
    approvalPolicy: 'on-request',
    approvalsReviewer: 'user',
    // A thread that may write marks the folder as trusted in the user's settings: the turn is what may write.
    sandbox: 'read-only',
    ...(turn.session === undefined ? {} : { threadId: turn.session.id, excludeTurns: true }),
    config: {
      ...(key === undefined ? {} : { [`model_providers.${keyedProvider}`]: openai(key, user.openaiUrl) }),
      ...(provider === undefined ? {} : retrySettings(provider, turn.retries)),
      ...Object.fromEntries(
        user.servers.filter((name) => !own.has(name)).map((name) => [`mcp_servers.${name}.enabled`, false]),
      ),
      ...Object.fromEntries(turn.mcp.map((server) => [`mcp_servers.${server.name}`, mcpSettings(server)])),
    },
  };
}

const openai = (key: string, url = 'https://api.openai.com/v1'): Settings => ({
  name: 'OpenAI',
  base_url: url,
  env_key: key,
  wire_api: 'responses',
});

/** One count for all: tries of a request multiply with those of its stream. Those of a built-in model server cannot be set. */
const retrySettings = (provider: string, retries: number): Settings => ({
  [`model_providers.${provider}.request_max_retries`]: 0,
  [`model_providers.${provider}.stream_max_retries`]: retries,
});

/** What `turn/start` is asked with. */
export function turnParams(turn: Turn, threadId: string): Settings {
  return {
    threadId,
    input: [{ type: 'text', text: turn.prompt }],
    sandboxPolicy: sandboxOf(turn),
    ...(turn.effort === undefined ? {} : { effort: turn.effort }),
    ...(turn.schema === undefined ? {} : { outputSchema: turn.schema }),
  };
}

function sandboxOf({ readOnly }: Turn): Settings {
  if (readOnly) return { type: 'readOnly', networkAccess: false };
  return {
    type: 'workspaceWrite',
    writableRoots: [],
    networkAccess: false,
    excludeTmpdirEnvVar: false,
    excludeSlashTmp: false,
  };
}
