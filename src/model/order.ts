import * as z from 'zod';
import { identitySchema } from './steps.ts';

/**
 * What a person orders of a run while it goes on. Unlike what people say to an item that waits (`person.ts`), an order ends
 * no wait: it holds from where it stands in the journal on.
 */

/** New limits of a run; what is left out stays as it is. Each is the whole limit, not what is added to it. */
export const raisedSchema = z.strictObject({
  /** `budget.max-tokens` of the run. */
  tokens: z.number().positive().optional(),
  /** `budget.max-cost-usd` of the run, dollars. */
  costUsd: z.number().positive().optional(),
  /** `budget.timeout-minutes` of the run. */
  minutes: z.number().positive().optional(),
  /** Most iterations of each item. */
  iterations: z.number().int().positive().optional(),
});
export type Raised = z.infer<typeof raisedSchema>;

/** The values that a raise names. */
export const raisedKeys = ['tokens', 'costUsd', 'minutes', 'iterations'] as const satisfies readonly (keyof Raised)[];

/** The later raise counts where both name a value. */
export const raisedBy = (before: Raised, to: Raised): Raised => ({ ...before, ...to });

/** Most characters of a note. */
export const mostNoteText = 8192;

/** Something for the next iteration to bear in mind: of `item` (its id), or of every item where that is left out. */
export const noteSchema = z.strictObject({
  id: z.string(),
  item: z.string().optional(),
  text: z.string().min(1).max(mostNoteText),
  by: identitySchema,
});
export type Note = z.infer<typeof noteSchema>;

/** The events of a journal that are orders. */
export const orderSchemas = [
  /** No role begins its turn and no item is begun until `resume.requested`. */
  z.strictObject({ type: z.literal('pause.requested'), by: identitySchema }),
  z.strictObject({ type: z.literal('resume.requested'), by: identitySchema }),
  z.strictObject({ type: z.literal('note.written'), note: noteSchema }),
  z.strictObject({ type: z.literal('limits.raised'), to: raisedSchema, by: identitySchema }),
] as const;
export type Order = z.infer<(typeof orderSchemas)[number]>;
