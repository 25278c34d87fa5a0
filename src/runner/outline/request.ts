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
});
export type OutlineRequest = z.infer<typeof outlineRequestSchema>;
