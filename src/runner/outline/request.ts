import * as z from 'zod';
import { changeSchema } from '../../model/change.ts';

/** What the program `outline` is asked, as JSON on its standard input. */
export const outlineRequestSchema = z.strictObject({
  commonDir: z.string(),
  change: changeSchema,
  /** Of the loop's policy: which paths it protects. */
  policy: z.strictObject({
    'protected-paths': z.array(z.string()),
    oracles: z.enum(['frozen', 'add', 'free']),
    'oracle-paths': z.array(z.string()).optional(),
  }),
  /** The file that the outline is written to, as JSON; it is there only when it is whole. */
  out: z.string(),
  /** Nobody waits for it yet. */
  isAhead: z.boolean(),
  /** What the ledger takes of each unit is told too: that costs more than all the rest. */
  bodies: z.boolean().default(false),
});
export type OutlineRequest = z.infer<typeof outlineRequestSchema>;

/** What it is asked instead: the units of files as they are, which it writes to standard output. */
export const bodiesRequestSchema = z.strictObject({
  commonDir: z.string(),
  files: z.array(z.strictObject({ path: z.string(), blob: z.string() })),
});
export type BodiesRequest = z.infer<typeof bodiesRequestSchema>;
