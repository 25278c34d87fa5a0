import * as z from 'zod';
import { runStatusSchema } from './runSummary.ts';

/** A worktree that Loopwright made and that is still there. */
export const worktreeRowSchema = z.strictObject({
  path: z.string(),
  run: z.string(),
  loop: z.string(),
  item: z.string(),
  /** The item's name in the world. */
  key: z.string(),
  /** How its item stands. */
  status: runStatusSchema,
  branch: z.string().optional(),
  /** Files that are changed and not committed; null where that could not be read. */
  dirty: z.number().int().nullable(),
  /** Bytes on disk, without what it shares with the repository; null where counting them took too long. */
  bytes: z.number().nullable(),
  createdAt: z.number(),
  /** Why it cannot be given back without losing work; absent where it can. */
  holds: z.string().optional(),
});
export type WorktreeRow = z.infer<typeof worktreeRowSchema>;
