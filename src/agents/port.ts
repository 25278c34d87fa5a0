import type { DrivenAgent } from '../model/agents.ts';

/** Why a turn failed. */
export type FailureCause =
  /** The program is not there, or is older than what we drive. */
  | 'missing'
  | 'too-old'
  /** Not logged in, or the key is refused. */
  | 'auth'
  | 'rate'
  | 'server'
  | 'network'
  /** The model server refuses what it was asked: a model it does not have, a prompt that is too long. Asking again mends nothing. */
  | 'request'
  /** No verdict in the form that was asked for. */
  | 'schema'
  /** A limit of the agent's own. */
  | 'turns'
  | 'budget'
  /** It said nothing for too long. */
  | 'idle'
  /** It ended without saying how, or said what nobody can read. */
  | 'crash';

/** What the model calls of a session have used so far. Unknown is null and never zero. */
export interface TurnUsage {
  /** All of them, those read from a cache included. */
  readonly inputTokens: number;
  /** The part of them that was read from a cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Dollars, as the agent says. */
  readonly costUsd: number | null;
  /**
   * From when it counts: this turn alone, or the whole session with its earlier turns, of which the driver then takes away
   * what was counted before.
   */
  readonly since: { readonly tokens: 'turn' | 'session'; readonly cost: 'turn' | 'session' };
}

/** What an agent tells while it works. Texts are as they came: the driver cleans and redacts them. */
export type AgentEvent =
  | { readonly type: 'session'; readonly id: string; readonly model?: string; readonly version?: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'tool-start'; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly type: 'tool-end'; readonly id: string; readonly ok: boolean; readonly output: string }
  /** A file that it says it changed. A claim: the diff decides. */
  | { readonly type: 'file'; readonly path: string; readonly change: 'written' | 'deleted' }
  /** It was kept from doing something. */
  | { readonly type: 'denied'; readonly what: string }
  /** It tries again by itself. */
  | { readonly type: 'retry'; readonly cause: FailureCause; readonly attempt: number; readonly delayMs?: number }
  /** The newest one holds. */
  | { readonly type: 'usage'; readonly usage: TurnUsage }
  /** Output that is no event of its protocol: so many bytes, beginning with these. */
  | { readonly type: 'noise'; readonly bytes: number; readonly sample: string };

/** An MCP server that the agent may use in this turn. */
export interface McpServer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Only these of its tools; undefined: all of them. */
  readonly tools?: readonly string[];
  /** Where it runs already, for an agent that talks to servers over HTTP: then nothing has to be started. */
  readonly served?: ServedMcp;
}

/** An MCP server over streamable HTTP, for whoever has its token (`Authorization: Bearer …`). */
export interface ServedMcp {
  readonly url: string;
  readonly token: string;
}

/** One turn: a prompt, and everything that holds for it. */
export interface Turn {
  /** The program with its first arguments: `['claude']`, `['node', '/…/pi.js']`; for ACP the whole command. */
  readonly program: readonly string[];
  /** The worktree. */
  readonly cwd: string;
  /** The whole environment of the agent. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder for the agent's own files, outside the worktree. */
  readonly scratch: string;
  readonly prompt: string;
  /** Added to the agent's own instructions: those of a named definition. */
  readonly instructions?: string;
  readonly model?: string;
  readonly effort?: 'low' | 'medium' | 'high';
  /** Tools that a named definition restricts it to, in the agent's own names. */
  readonly tools?: readonly string[];
  /** Whether it may change nothing. */
  readonly readOnly: boolean;
  /** Absent: a new session. `fork`: a new one that knows what the named one knows. */
  readonly session?: { readonly id: string; readonly mode: 'continue' | 'fork' };
  readonly mcp: readonly McpServer[];
  /** JSON Schema (draft-7) of the answer; absent: any text. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Model calls that the agent may make, where it can hold to that. */
  readonly maxTurns?: number;
  /** Dollars that the agent may spend, where it can hold to that. */
  readonly maxCostUsd?: number;
  /** How often the agent itself may try a model call again, where it can be told. */
  readonly retries: number;
}

/** How a turn ended, worked out from what the agent said and never from its exit code alone. */
export interface TurnOutcome {
  /** `limit`: a limit of the agent's own, of which `cause` says which. */
  readonly status: 'completed' | 'failed' | 'aborted' | 'limit';
  /** Of everything but `completed` and `aborted`. */
  readonly cause?: FailureCause;
  /** In the agent's own words where it has any: one line for a person. */
  readonly detail: string;
  /** Its last words. */
  readonly text: string;
  /** The answer in the form of `schema`, not validated yet; undefined where it gave none. */
  readonly structured?: unknown;
  readonly session?: string;
  readonly usage: TurnUsage | null;
  /** How often it was kept from something. */
  readonly denied: number;
  /** When the model server wants to be asked again at the earliest, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

/** What is known of an installed agent without a model call. */
export interface Probe {
  /** The first word of the program, as it was found. */
  readonly program: string;
  readonly version: string;
  readonly auth: 'ok' | 'missing' | 'unknown';
  /** What to do where something is wrong, for a person: install, update, log in. */
  readonly advice?: string;
}

/** Starts processes for an adapter and ends them, with everything that they started. */
export interface ProcessStarter {
  /** Never rejects: a program that cannot be started is a process that ended at once, with `error`. */
  start(order: ProcessOrder): AgentProcess;
}

export interface ProcessOrder {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written at once; standard input is closed after it unless `keepsOpen`. */
  readonly stdin?: string;
  readonly keepsOpen?: boolean;
  /** Every line of standard output without its line feed (the only thing that ends a line). A longer one than 32 MB is cut off. */
  readonly onLine: (line: string) => void;
}

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The end of what it printed on standard error, at most 8 KB. */
  readonly stderr: string;
  /** Why it could not be started. */
  readonly error?: string;
}

export interface AgentProcess {
  /** Writes to its standard input; nothing happens once it has ended. */
  write(text: string): void;
  /** Closes its standard input. */
  closeInput(): void;
  /** Ends it and every descendant: asked first, killed after two seconds. Resolves when none is left. */
  end(): Promise<void>;
  /** Resolves once it and what it printed are over. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
}

/** One coding agent: how it is found, and how a turn of it is done. */
export interface Adapter {
  readonly name: DrivenAgent;
  /** Undefined where it is not installed. `program` as in a turn. Never rejects. */
  probe(
    program: readonly string[],
    env: Readonly<Record<string, string>>,
    processes: ProcessStarter,
  ): Promise<Probe | undefined>;
  /**
   * Does one turn. Events are told as they come, in order. After `signal` is aborted it ends the turn the agent's own way
   * where there is one, then its processes, and answers `aborted`. Never rejects; no process of it is left when it resolves.
   */
  run(
    turn: Turn,
    tell: (event: AgentEvent) => void,
    signal: AbortSignal,
    processes: ProcessStarter,
  ): Promise<TurnOutcome>;
}
