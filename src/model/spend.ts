import * as z from 'zod';

/** What an agent used, counted from the start of its step. Unknown is null and never zero. */
export const usageSchema = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Dollars; null where the agent did not say. */
  costUsd: z.number().nonnegative().nullable(),
});
export type Usage = z.infer<typeof usageSchema>;

/** A sum over steps. `null`: at least one of them is unknown. */
export const spendSchema = z.strictObject({
  tokens: z.number().int().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
});
export type Spend = z.infer<typeof spendSchema>;

/** Who shares a limit: a run, an item of it, a day of a loop, a day of the repository. */
export const scopeSchema = z.enum(['run', 'item', 'loop-day', 'repository-day']);
export type Scope = z.infer<typeof scopeSchema>;

/** A limit of a budget, with what enforces it while a step runs. */
export const limitSchema = z.strictObject({
  scope: scopeSchema,
  tokens: z.number().positive().optional(),
  costUsd: z.number().positive().optional(),
});
export type Limit = z.infer<typeof limitSchema>;

export const priceSchema = z.strictObject({
  'input-per-million': z.number().nonnegative(),
  'output-per-million': z.number().nonnegative(),
});
export type Price = z.infer<typeof priceSchema>;

/** A line of the cost log: one agent step that is over. `key` is the step's; a step is counted once. */
export const costSchema = z.strictObject({
  at: z.number(),
  loop: z.string(),
  run: z.string(),
  item: z.string(),
  key: z.string(),
  role: z.enum(['explorer', 'maker', 'checker', 'judge']),
  agent: z.string(),
  model: z.string().optional(),
  /** Null when the agent reported nothing. */
  tokens: z.number().int().nonnegative().nullable(),
  costUsd: z.number().nonnegative().nullable(),
  /** How the cost is known: said by the agent, worked out with the loop's price, or not at all. */
  source: z.enum(['reported', 'priced', 'unknown']),
  seconds: z.number().nonnegative(),
});
export type Cost = z.infer<typeof costSchema>;
