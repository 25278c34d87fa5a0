import * as z from 'zod';

/** A full git object name: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. */
export const objectIdSchema = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);

/**
 * One file of a change, as `git diff --raw -z --numstat -z` tells it (renames are a deletion and an addition, so that
 * every path of a change is named exactly once).
 */
export const fileChangeSchema = z.strictObject({
  /** Path from the top of the repository, with forward slashes, exactly as git stores it. */
  path: z.string().min(1),
  status: z.enum(['added', 'modified', 'deleted', 'type-changed']),
  /** Octal git modes; `000000` where the side does not exist. */
  oldMode: z.string(),
  newMode: z.string(),
  /** Full object names of the two sides; all zeros where the side does not exist. */
  oldBlob: objectIdSchema,
  newBlob: objectIdSchema,
  /** Lines added and removed; 0 for a binary file. */
  added: z.number().int().nonnegative(),
  removed: z.number().int().nonnegative(),
  binary: z.boolean(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** What an item did: the thing that is reviewed, approved and landed. */
export const changeSchema = z.strictObject({
  base: objectIdSchema,
  head: objectIdSchema,
  /** The tree of `head`: two heads with one tree have the same content. */
  tree: objectIdSchema,
  files: z.array(fileChangeSchema),
});
export type Change = z.infer<typeof changeSchema>;

/** Lines added plus lines removed over all files. */
export function changedLines(change: Pick<Change, 'files'>): number {
  return change.files.reduce((sum, file) => sum + file.added + file.removed, 0);
}
