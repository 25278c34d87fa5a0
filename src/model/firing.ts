import * as z from 'zod';

/** What started a run. `id` names the firing for ever: one firing starts one run. */
export const triggerSchema = z.strictObject({
  kind: z.enum(['manual', 'schedule', 'push', 'files', 'workflow_run', 'webhook', 'loop']),
  id: z.string().max(300),
  /** When it was due, or arrived: epoch milliseconds. */
  at: z.number(),
  /** What happened, in a few words: `0 6 * * 1-5`, `main 1a2b3c → 4d5e6f`. Untrusted text. */
  about: z.string().max(500),
});
export type Trigger = z.infer<typeof triggerSchema>;

/** A line of `<common dir>/loopwright/firings.jsonl`: the receipt of what became of a firing. */
export const receiptSchema = z.strictObject({
  at: z.number(),
  loop: z.string(),
  trigger: triggerSchema,
  /**
   * `queued`: heard of, not begun yet. `replaced`: a newer one waits instead. `skipped`: left out on purpose, such as an
   * own landing. `missed`: nothing ran here when it was due, and it gets no run of its own. `held`: the definition is not
   * the one that a person enabled. `refused`: no run could begin, or a limit was reached.
   */
  became: z.enum(['started', 'queued', 'replaced', 'skipped', 'missed', 'held', 'refused']),
  why: z.string(),
  run: z.string().optional(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** A line of `<common dir>/loopwright/enabled.jsonl`: a person let a loop start by itself, or took that back. */
export const enablingSchema = z.strictObject({
  loop: z.string(),
  /** Path of the loop file from the top of the repository. */
  file: z.string(),
  /** Where the definition is read from: the full name of a branch, or the tag or commit that the loop names. */
  base: z.string(),
  /** Digest of the definition that was allowed (`sha256:` and hex). */
  definition: z.string(),
  /** Who, as `Name <email>`. */
  by: z.string(),
  at: z.number(),
  enabled: z.boolean(),
});
export type Enabling = z.infer<typeof enablingSchema>;
