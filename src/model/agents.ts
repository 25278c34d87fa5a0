/** The coding agents that are driven; `command` and `repair` are not among them. */
export const drivenAgents = ['claude', 'codex', 'pi', 'gemini', 'opencode', 'acp', 'vscode'] as const;
export type DrivenAgent = (typeof drivenAgents)[number];

/** Those that are a program to install. Of `acp` a loop names the program; `vscode` is a window of the editor. */
export type InstalledAgent = Exclude<DrivenAgent, 'acp' | 'vscode'>;
export const isInstalled = (agent: DrivenAgent): agent is InstalledAgent => agent !== 'acp' && agent !== 'vscode';

/** Every agent that a role can name; `auto` is the best one that is found. */
export const agentNames = ['auto', ...drivenAgents, 'command', 'repair'] as const;
export type AgentName = (typeof agentNames)[number];

export const isDriven = (agent: string): agent is DrivenAgent => (drivenAgents as readonly string[]).includes(agent);

/** Those whose named definitions are read: `claude:reviewer`. */
export const definedAgents = ['claude', 'codex'] as const satisfies readonly DrivenAgent[];

/** An agent as a role names it, with the name of its definition where it has one. */
export function splitAgent(written: string): { readonly agent: string; readonly definition?: string } {
  const colon = written.indexOf(':');
  return colon < 0 ? { agent: written } : { agent: written.slice(0, colon), definition: written.slice(colon + 1) };
}

export const agentRoles = ['explorer', 'maker', 'checker', 'judge'] as const;
export type AgentRole = (typeof agentRoles)[number];

export const efforts = ['low', 'medium', 'high'] as const;
export type Effort = (typeof efforts)[number];

/** What a maker's next pass does with the conversation of the one before. */
export const sessionModes = ['continue', 'fresh', 'fork'] as const;
export type SessionMode = (typeof sessionModes)[number];

/** What an agent can do, as measured with the versions that the tests install (docs/agents.md has the table). */
export interface AgentCapabilities {
  /** The roles that it can have. */
  readonly roles: readonly AgentRole[];
  /** Who sees to the form of a verdict: the agent (`validated`), its model server (`api`), or nobody; we always validate. */
  readonly schema: 'validated' | 'api' | 'none';
  /** What keeps a reading role from writing, besides our putting everything back. */
  readonly readOnly: 'sandbox' | 'tools' | 'no-tools' | 'asked' | 'none';
  /** Goes on with an earlier session. */
  readonly resume: boolean;
  /** Begins a new session with what an earlier one knows. */
  readonly fork: boolean;
  /** Ends a turn by itself after so many model calls. */
  readonly maxTurns: boolean;
  /** Ends a turn by itself at a sum of dollars. */
  readonly maxBudget: boolean;
  /** Says what it cost. */
  readonly cost: boolean;
  /** When it says what it used. */
  readonly usage: 'per-call' | 'per-run' | 'thread-total' | 'last-step' | 'none';
  /** Says when it was kept from something. */
  readonly denialsVisible: boolean;
  /** Tells a missing login, a rate limit and a broken server apart. */
  readonly errorsTyped: boolean;
  /** Ends when whoever started it dies. */
  readonly exitsOnHostDeath: boolean;
  /** Can be told which model to use. */
  readonly model: boolean;
  /** Can be told how hard to think. */
  readonly effort: boolean;
  /** Takes MCP servers for one run, without a change to the user's settings. */
  readonly mcp: boolean;
  /** Is kept to the tools that are named of an MCP server; else it may call all of them. */
  readonly mcpTools: boolean;
  /** Has sub-agents whose usage it tells; those of others are switched off where that can be done. */
  readonly subAgents: boolean;
  /** Where it reads skills, from the top of the worktree; undefined where it reads none. */
  readonly skills: string | undefined;
  /** Where named definitions of it are, from the top of the worktree. */
  readonly definitions: { readonly folder: string; readonly extension: '.md' | '.toml' } | undefined;
  /** Holds to the list of tools that a definition has. */
  readonly definitionTools: boolean;
}

/** Weaker than the others: the protocol has no typed errors, no limits and no schema. */
const overAcp: AgentCapabilities = {
  roles: agentRoles,
  schema: 'none',
  readOnly: 'asked',
  resume: true,
  fork: false,
  maxTurns: false,
  maxBudget: false,
  cost: false,
  usage: 'none',
  denialsVisible: true,
  errorsTyped: false,
  exitsOnHostDeath: false,
  model: true,
  effort: false,
  mcp: true,
  // Nothing keeps an agent that asks for no permission from a tool.
  mcpTools: false,
  subAgents: false,
  skills: undefined,
  definitions: undefined,
  definitionTools: false,
};

export const capabilitiesOf: { readonly [A in DrivenAgent]: AgentCapabilities } = {
  claude: {
    roles: agentRoles,
    schema: 'validated',
    readOnly: 'tools',
    resume: true,
    fork: true,
    maxTurns: true,
    maxBudget: true,
    cost: true,
    usage: 'per-call',
    denialsVisible: true,
    errorsTyped: true,
    exitsOnHostDeath: false,
    model: true,
    effort: true,
    mcp: true,
    mcpTools: true,
    subAgents: true,
    skills: '.claude/skills',
    definitions: { folder: '.claude/agents', extension: '.md' },
    definitionTools: true,
  },
  codex: {
    roles: agentRoles,
    schema: 'api',
    readOnly: 'sandbox',
    resume: true,
    fork: true,
    maxTurns: false,
    maxBudget: false,
    cost: false,
    usage: 'per-call',
    denialsVisible: true,
    errorsTyped: true,
    exitsOnHostDeath: true,
    model: true,
    effort: true,
    mcp: true,
    mcpTools: true,
    subAgents: true,
    skills: '.agents/skills',
    definitions: { folder: '.codex/agents', extension: '.toml' },
    definitionTools: false,
  },
  pi: {
    roles: agentRoles,
    schema: 'none',
    readOnly: 'tools',
    resume: true,
    fork: true,
    maxTurns: false,
    maxBudget: false,
    cost: true,
    usage: 'per-call',
    denialsVisible: false,
    errorsTyped: true,
    exitsOnHostDeath: true,
    model: true,
    effort: true,
    mcp: false,
    mcpTools: false,
    subAgents: false,
    skills: '.agents/skills',
    definitions: undefined,
    definitionTools: false,
  },
  gemini: { ...overAcp, usage: 'per-run', exitsOnHostDeath: true, mcpTools: true, skills: '.agents/skills' },
  opencode: {
    ...overAcp,
    fork: true,
    cost: true,
    usage: 'last-step',
    exitsOnHostDeath: true,
    mcpTools: true,
    skills: '.agents/skills',
  },
  acp: overAcp,
  // A model without anything around it: it sees its prompt, and what it says is all that it can do.
  vscode: {
    roles: ['judge'],
    schema: 'none',
    readOnly: 'no-tools',
    resume: false,
    fork: false,
    maxTurns: false,
    maxBudget: false,
    cost: false,
    usage: 'per-call',
    denialsVisible: false,
    errorsTyped: true,
    exitsOnHostDeath: true,
    model: true,
    effort: false,
    mcp: false,
    mcpTools: false,
    subAgents: false,
    skills: undefined,
    definitions: undefined,
    definitionTools: false,
  },
};

export const canHaveRole = (agent: DrivenAgent, role: AgentRole): boolean => capabilitiesOf[agent].roles.includes(role);
