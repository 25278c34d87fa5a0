import * as z from 'zod';
import { fileChangeSchema, objectIdSchema } from './change.ts';
import { landedUnitSchema } from './ledger.ts';

/**
 * A change as it is read: files in the order of their risk, units (functions, classes, sections) under them, and in a unit
 * the pieces that a person keeps or takes out. An outline belongs to one base and one head and never changes.
 */

/** Consecutive lines of one side, counted from 1. Where `count` is 0, `first` is the line before which the other side's stand. */
export const lineSpanSchema = z.strictObject({ first: z.number().int(), count: z.number().int().nonnegative() });
export type LineSpan = z.infer<typeof lineSpanSchema>;

/** What can be told apart from a change that has to be read closely. */
export const pieceNotes = ['moved', 'format'] as const;

/** The least part of a change that is kept or taken out by itself. */
export const pieceSchema = z.strictObject({
  /** Names path and content: the same piece has the same id at every head that has it. */
  id: z.string(),
  /** `lines`: lines of a text. `file`: the file as a whole (binary, deleted, link, submodule). `mode`: whether it is executable. */
  kind: z.enum(['lines', 'file', 'mode']),
  base: lineSpanSchema,
  head: lineSpanSchema,
  /** `moved`: these lines stand elsewhere in the change on the other side. `format`: only blanks differ. */
  note: z.enum(pieceNotes).optional(),
  /** Of moved lines: where they came from (added) or went (removed). */
  other: z.strictObject({ path: z.string(), line: z.number().int() }).optional(),
});
export type Piece = z.infer<typeof pieceSchema>;

export const unitKinds = ['function', 'method', 'class', 'type', 'value', 'section', 'rest', 'lines', 'file'] as const;

/** The smallest named part of a file that was touched, on both sides together. */
export const unitSchema = z.strictObject({
  /** `path#qualified.name`, with `~2` for the second of that name; what is outside every unit is `path#`. */
  id: z.string(),
  /** `Parser.parse`, a heading; empty for `rest` (what stands outside every named part) and `file`. */
  name: z.string(),
  kind: z.enum(unitKinds),
  /** Names the content of both sides of it: equal digests mean that nothing in it has changed, wherever it stands. */
  digest: z.string(),
  /** The whole unit, where it stands on that side; absent where that side does not have it. Of `rest`: its first to last piece. */
  base: lineSpanSchema.optional(),
  head: lineSpanSchema.optional(),
  /** Lines to be read: added and removed ones that are neither blank nor moved nor format alone. */
  lines: z.number().int().nonnegative(),
  /** As the ledger takes it (src/model/ledger.ts) where it stands in the head; absent too where nothing in it is to be read. */
  landed: landedUnitSchema.omit({ unit: true }).optional(),
  /** Only the order of two risks means something. */
  risk: z.number(),
  /** Why, in plain words, weightiest first; never empty. */
  reasons: z.array(z.string()),
  /** In the order of the head; never empty. */
  pieces: z.array(pieceSchema),
});
export type Unit = z.infer<typeof unitSchema>;

export const outlineFileSchema = z.strictObject({
  file: fileChangeSchema,
  /** Why it need not be read line by line; its units are still there. */
  folded: z.enum(['generated', 'lockfile', 'moved', 'format', 'binary', 'too-large']).optional(),
  /** The path that it was moved from, where that is deleted in the same change. */
  movedFrom: z.string().optional(),
  lines: z.number().int().nonnegative(),
  risk: z.number(),
  reasons: z.array(z.string()),
  /** Riskiest first. */
  units: z.array(unitSchema),
});
export type OutlineFile = z.infer<typeof outlineFileSchema>;

export const reviewOutlineSchema = z.strictObject({
  base: objectIdSchema,
  head: objectIdSchema,
  tree: objectIdSchema,
  /** Riskiest first, folded ones last. */
  files: z.array(outlineFileSchema),
  /** Lines to be read in all files that are not folded. */
  lines: z.number().int().nonnegative(),
});
export type ReviewOutline = z.infer<typeof reviewOutlineSchema>;
