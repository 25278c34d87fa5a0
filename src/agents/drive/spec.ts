import { join } from 'node:path';
import * as z from 'zod';
import { drivenAgents } from '../../model/agents.ts';
import { modelPriceSchema } from '../../model/modelPrice.ts';

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

const seconds = z.number().positive();
const count = z.number().int().nonnegative();

/** An MCP server without its environment, in which secrets may stand. */
export const mcpServerSchema = z.strictObject({
  name: z.string().min(1),
  command: z.string().min(1),
  args: z.array(z.string()),
  tools: z.array(z.string()).optional(),
});

export const driveSpecSchema = z.strictObject({
  agent: z.enum(drivenAgents),
  /** The program with its first arguments. */
  program: z.array(z.string().min(1)).min(1),
  role: z.enum(['explorer', 'maker', 'checker', 'judge']),
  worktree: z.string().min(1),
  /** The step's folder: transcript, report and outcome go there. */
  directory: z.string().min(1),
  /** All that the agent is told. */
  prompt: z.string(),
  instructions: z.string().optional(),
  model: z.string().optional(),
  effort: z.enum(['low', 'medium', 'high']).optional(),
  tools: z.array(z.string()).optional(),
  readOnly: z.boolean(),
  /** What is asked that this agent cannot hold to; with any of it nothing is begun. */
  cannot: z.array(z.string()),
  session: z.strictObject({
    name: z.string(),
    mode: z.enum(['continue', 'fork', 'fresh']),
    /** Folder of the run's session files. */
    ledger: z.string().min(1),
  }),
  mcp: z.array(mcpServerSchema),
  /** What whoever reads the transcript should know, one line each. */
  notes: z.array(z.string()).optional(),
  limits: z.strictObject({
    wallSeconds: seconds,
    /** Without a word from the agent, while none of its tools works. */
    idleSeconds: seconds,
    /** The same while one does. */
    idleToolSeconds: seconds,
    maxTurns: z.number().int().positive().optional(),
    maxCostUsd: z.number().positive().optional(),
    maxTokens: z.number().positive().optional(),
    /** How often the driver begins a turn again that a rate limit, the model server or the network broke off. */
    retries: count,
    /** Milliseconds before the first of these; it doubles, up to `longestBackOffMs`. */
    backOffMs: count,
    longestBackOffMs: count,
  }),
  /** Prices by model (`priceOf`), used where the agent tells no cost. */
  prices: z.record(z.string(), modelPriceSchema),
  /** What all drivers of this agent know about its rate limit. */
  rateFile: z.string().min(1),
});
export type DriveSpec = z.infer<typeof driveSpecSchema>;

/** What is only for the driver's eyes: one line of JSON on its standard input. */
export const privateSchema = z.strictObject({
  /** Values that must not stand in anything that is kept. */
  secrets: z.array(z.string()),
  /** Environments of the MCP servers, by name. */
  mcpEnv: z.record(z.string(), z.record(z.string(), z.string())),
});
export type PrivateWords = z.infer<typeof privateSchema>;

const causeSchema = z.enum([
  'missing',
  'too-old',
  'auth',
  'rate',
  'server',
  'network',
  'request',
  'schema',
  'turns',
  'budget',
  'idle',
  'crash',
  /** Limits that the driver holds. */
  'wall',
  'tokens',
]);
export type DriveCause = z.infer<typeof causeSchema>;

/** Usage over all turns of the step. */
const usedSchema = z.strictObject({
  inputTokens: count,
  cachedTokens: count,
  outputTokens: count,
  costUsd: z.number().nonnegative().nullable(),
});

export const driveOutcomeSchema = z.strictObject({
  agent: z.enum(drivenAgents),
  status: z.enum(['completed', 'failed', 'aborted', 'limit']),
  cause: causeSchema.optional(),
  /** One line for a person. */
  detail: z.string(),
  /** The agent's last words. */
  text: z.string(),
  version: z.string().optional(),
  model: z.string().optional(),
  session: z.string().optional(),
  /** Null where any turn did not tell. */
  usage: usedSchema.nullable(),
  /** Whether the cost was worked out from the price table. */
  priced: z.boolean(),
  denied: count,
  /** Turns that were begun, repairs and retries among them. */
  turns: count,
  retries: count,
  /** Whether the verdict came only when it was asked for again. */
  repaired: z.boolean(),
  /** Processes that outlived a turn and had to be ended. */
  survivors: count,
  seconds: z.number().nonnegative(),
});
export type DriveOutcome = z.infer<typeof driveOutcomeSchema>;
