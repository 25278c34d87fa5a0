import * as z from 'zod';
import { drivenAgents } from '../../model/agents.ts';

const count = z.number().int().nonnegative();

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

/** What came of what a driver was asked; `outcome.json` in the step's folder. */
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
