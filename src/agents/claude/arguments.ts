import type { McpServer, Turn } from '../port.ts';

/** Files that were written for a turn (claudeFiles.ts), since a command line is public and Windows keeps it short. */
export interface ClaudeFiles {
  readonly instructions?: string;
  readonly mcpConfig?: string;
  /** A plugin that holds the worktree's own skills, sub-agents and commands. */
  readonly plugin?: string;
}

/** Those of its tools that change nothing. What a skill wants to run while it is loaded is refused where there is no shell. */
const readingTools = ['Read', 'Grep', 'Glob', 'Skill'];
/**
 * What a maker gets. Left out is what would take the work elsewhere or make it outlast the turn (worktrees of its own,
 * timers, messages to other sessions), and the web, which a named definition may list.
 */
const makingTools = [
  ...readingTools,
  ...['Edit', 'Write', 'NotebookEdit', 'Bash', 'PowerShell', 'Task', 'TodoWrite'],
  ...['TaskCreate', 'TaskGet', 'TaskList', 'TaskUpdate'],
];
/** `acceptEdits` lets these change the worktree and nothing else; a permission of their own would let them write anywhere. */
const editingTools: ReadonlySet<string> = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/**
 * The arguments of `claude` for a turn; the prompt follows on standard input, as a message, so that it can be interrupted.
 *
 * A maker may edit files of the worktree (not its `.git` and `.claude`), run any command and start sub-agents; everything
 * else that would ask a person is refused. A reading role gets no tool that changes anything. Settings of the worktree are
 * not read: their hooks, key helpers and environment are programs and addresses, and a maker could write them for the judge.
 * Its CLAUDE.md, skills and sub-agents are texts and come in on their own.
 */
export function claudeArguments(turn: Turn, files: ClaudeFiles): readonly string[] {
  const schema = turn.schema === undefined ? [] : ['--json-schema', JSON.stringify(turn.schema)];
  return [
    ['-p', '--verbose', '--output-format', 'stream-json', '--input-format', 'stream-json'],
    // Without these an answer's tokens and a sub-agent's calls are known only at the end of the turn.
    ['--include-partial-messages', '--forward-subagent-text'],
    ['--setting-sources', 'user', '--settings', JSON.stringify({ disableAllHooks: true }), '--add-dir', turn.cwd],
    files.plugin === undefined ? [] : ['--plugin-dir', files.plugin],
    files.instructions === undefined ? [] : ['--append-system-prompt-file', files.instructions],
    ['--strict-mcp-config'],
    files.mcpConfig === undefined ? [] : ['--mcp-config', files.mcpConfig],
    permissionArguments(turn),
    sessionArguments(turn),
    turn.model === undefined ? [] : ['--model', turn.model],
    turn.effort === undefined ? [] : ['--effort', turn.effort],
    turn.maxTurns === undefined ? [] : ['--max-turns', String(turn.maxTurns)],
    turn.maxCostUsd === undefined ? [] : ['--max-budget-usd', String(turn.maxCostUsd)],
    schema,
  ].flat();
}

function sessionArguments({ session }: Turn): readonly string[] {
  if (session === undefined) return [];
  return ['--resume', session.id, ...(session.mode === 'fork' ? ['--fork-session'] : [])];
}

function permissionArguments(turn: Turn): readonly string[] {
  const tools = toolsOf(turn);
  const allowed = tools.filter((tool) => !editingTools.has(plainName(tool)) && !isMcp(tool));
  const all = [...allowed, ...turn.mcp.flatMap(allowedOf)];
  return [
    ...['--permission-mode', turn.readOnly ? 'dontAsk' : 'acceptEdits'],
    ...['--tools', [...new Set(tools.filter((tool) => !isMcp(tool)).map(plainName))].join(',')],
    ...(all.length === 0 ? [] : ['--allowedTools', ...all]),
  ];
}

/** A definition restricts; it never gives a reading role more. */
function toolsOf({ tools, readOnly }: Turn): readonly string[] {
  if (tools === undefined) return readOnly ? readingTools : makingTools;
  return readOnly ? tools.filter((tool) => readingTools.includes(plainName(tool))) : tools;
}

/** `Bash` of `Bash(git *)`. */
const plainName = (tool: string): string => tool.replace(/\(.*$/s, '').trim();
const isMcp = (tool: string): boolean => tool.startsWith('mcp__');

const allowedOf = ({ name, tools }: McpServer): readonly string[] =>
  tools === undefined ? [`mcp__${name}`] : tools.map((tool) => `mcp__${name}__${tool}`);

/** What `--mcp-config` reads. */
export const mcpConfigOf = (servers: readonly McpServer[]): string =>
  JSON.stringify({ mcpServers: Object.fromEntries(servers.map((server) => [server.name, entryOf(server)])) });

const entryOf = ({ command, args, env, served }: McpServer) =>
  served === undefined
    ? { type: 'stdio', command, args, env }
    : { type: 'http', url: served.url, headers: { Authorization: `Bearer ${served.token}` } };

/** Of a claude around us: it would take this one for a part of itself. */
const inherited: ReadonlySet<string> = new Set([
  'CLAUDECODE',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_SSE_PORT',
  'CLAUDE_CODE_SESSION_ID',
]);

/** The environment of a turn. */
export function claudeEnvironment({ env, retries }: Pick<Turn, 'env' | 'retries'>): Readonly<Record<string, string>> {
  return {
    ...quiet,
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.has(name))),
    ...contained,
    CLAUDE_CODE_MAX_RETRIES: String(retries),
  };
}

/** No updates, reports and surveys; whoever wants telemetry says so in the environment. */
export const quiet: Readonly<Record<string, string>> = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_TELEMETRY: '1',
};

const contained: Readonly<Record<string, string>> = {
  /** An `@path` in the text of an issue would put that file before the model, whatever the permissions. */
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
  /** What the maker learned is not the checker's to know. */
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  /** A command in the background keeps the turn open after its result, and begins another one when it ends. */
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
  CLAUDE_CODE_DISABLE_CRON: '1',
  /** CLAUDE.md of `--add-dir`, which is the worktree. */
  CLAUDE_CODE_ADDITIONAL_DIRECTORIES_CLAUDE_MD: '1',
};

/** A prompt as a message on standard input. A slash at the beginning would call a command of claude's. */
export const promptMessage = (prompt: string): string =>
  `${JSON.stringify({
    type: 'user',
    message: { role: 'user', content: prompt.startsWith('/') ? `\n${prompt}` : prompt },
  })}\n`;
