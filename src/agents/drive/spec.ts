import { join } from 'node:path';
import type { AgentRole, DrivenAgent, Effort } from '../../model/agents.ts';
import type { Prices } from '../../model/modelPrice.ts';
import type { McpServer } from '../port.ts';

/**
 * What the runner asks of the driver (`agent.json`) and what came of it (`outcome.json`), both in the step's folder. No
 * secret is in either: the environment and what is only for the driver's eyes go to its process.
 */

/** The environment variable that holds the path of the spec. */
export const driveSpecVariable = 'LOOPWRIGHT_AGENT_SPEC';

export const specFile = (directory: string): string => join(directory, 'agent.json');
export const outcomeFile = (directory: string): string => join(directory, 'outcome.json');
export const transcriptFile = (directory: string): string => join(directory, 'transcript.jsonl');
/** Asks the driver to end its turn and leave; no signal passes into a cage without reaching the agent as well. */
export const leaveFile = (directory: string): string => join(directory, 'leave');
/** A folder for the agent's own files. */
export const scratchFolder = (directory: string): string => join(directory, 'scratch');
/** Processes that were started for the agent, for whoever has to end them. */
export const childrenFile = (directory: string): string => join(directory, 'children.jsonl');

/**
 * Written by the runner for the driver of its own build, which begins as soon as it has read it: so it is a type, and no schema
 * that would have to be loaded first.
 */
export interface DriveSpec {
  readonly agent: DrivenAgent;
  /** The program with its first arguments. */
  readonly program: readonly string[];
  readonly role: AgentRole;
  readonly worktree: string;
  /** The step's folder: transcript, report and outcome go there. */
  readonly directory: string;
  /** All that the agent is told. */
  readonly prompt: string;
  readonly instructions?: string;
  readonly model?: string;
  readonly effort?: Effort;
  readonly tools?: readonly string[];
  /** JSON Schema (draft-7) of the verdict, of a role that must give one (`verdictRequired`). */
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly readOnly: boolean;
  /** What is asked that this agent cannot hold to; with any of it nothing is begun. */
  readonly cannot: readonly string[];
  readonly session: {
    readonly name: string;
    readonly mode: 'continue' | 'fork' | 'fresh';
    /** Folder of the run's session files. */
    readonly ledger: string;
  };
  /** MCP servers without their environment, in which secrets may stand. */
  readonly mcp: readonly Pick<McpServer, 'name' | 'command' | 'args' | 'tools'>[];
  /** What whoever reads the transcript should know, one line each. */
  readonly notes?: readonly string[];
  readonly limits: {
    readonly wallSeconds: number;
    /** Without a word from the agent, while none of its tools works. */
    readonly idleSeconds: number;
    /** The same while one does. */
    readonly idleToolSeconds: number;
    readonly maxTurns?: number;
    readonly maxCostUsd?: number;
    readonly maxTokens?: number;
    /** How often the driver begins a turn again that a rate limit, the model server or the network broke off. */
    readonly retries: number;
    /** Milliseconds before the first of these; it doubles, up to `longestBackOffMs`. */
    readonly backOffMs: number;
    readonly longestBackOffMs: number;
  };
  /** Prices by model (`priceOf`), used where the agent tells no cost. */
  readonly prices: Prices;
  /** What all drivers of this agent know about its rate limit. */
  readonly rateFile: string;
}

/** What is only for the driver's eyes: one line of JSON on its standard input. */
export interface PrivateWords {
  /** Values that must not stand in anything that is kept. */
  readonly secrets: readonly string[];
  /** Environments of the MCP servers, by name. */
  readonly mcpEnv: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
