/** The coding agents that are driven; `command` and `repair` are not among them. */
export const drivenAgents = ['claude', 'codex', 'pi', 'gemini', 'opencode', 'acp'] as const;
export type DrivenAgent = (typeof drivenAgents)[number];

/** What an agent can do, as measured with the versions that the tests install (docs/agents.md has the table). */
export interface AgentCapabilities {
  /** Who sees to the form of a verdict: the agent (`validated`), its model server (`api`), or nobody; we always validate. */
  readonly schema: 'validated' | 'api' | 'none';
  /** What keeps a reading role from writing, besides our putting everything back. */
  readonly readOnly: 'sandbox' | 'tools' | 'asked' | 'none';
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
  /** Takes MCP servers for one run, without a change to the user's settings. */
  readonly mcp: boolean;
  /** Where it reads skills, from the top of the worktree; undefined where it reads none. */
  readonly skills: string | undefined;
  /** Where named definitions of it are, from the top of the worktree. */
  readonly definitions: { readonly folder: string; readonly extension: '.md' | '.toml' } | undefined;
}

/** Weaker than the others: the protocol has no typed errors, no limits and no schema. */
const overAcp: AgentCapabilities = {
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
  mcp: true,
  skills: undefined,
  definitions: undefined,
};

export const capabilitiesOf: { readonly [A in DrivenAgent]: AgentCapabilities } = {
  claude: {
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
    mcp: true,
    skills: '.claude/skills',
    definitions: { folder: '.claude/agents', extension: '.md' },
  },
  codex: {
    schema: 'api',
    readOnly: 'sandbox',
    resume: true,
    fork: true,
    maxTurns: false,
    maxBudget: false,
    cost: false,
    usage: 'thread-total',
    denialsVisible: true,
    errorsTyped: true,
    exitsOnHostDeath: true,
    mcp: true,
    skills: '.agents/skills',
    definitions: { folder: '.codex/agents', extension: '.toml' },
  },
  pi: {
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
    mcp: false,
    skills: '.agents/skills',
    definitions: undefined,
  },
  gemini: { ...overAcp, skills: '.agents/skills' },
  opencode: overAcp,
  acp: overAcp,
};
