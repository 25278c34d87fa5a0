import * as z from 'zod';
import { fileChangeSchema } from '../model/change.ts';
import { type RunDetail, runDetailSchema } from '../model/shapes.ts';
import { answerReplySchema, promptSchema } from '../protocol/runner.ts';
import { riskOrder } from '../review/riskOrder.ts';

/** A file of a change in the order to read it: the greatest risk first. Only the order of two risks means something. */
export const reviewedFileSchema = z.strictObject({
  path: z.string(),
  status: fileChangeSchema.shape.status,
  added: z.number().int(),
  removed: z.number().int(),
  binary: z.boolean(),
  risk: z.number(),
  reasons: z.array(z.string()),
});
export type ReviewedFile = z.infer<typeof reviewedFileSchema>;

/** What `review --json` prints. It holds no key. */
export const reviewReportSchema = z.strictObject({
  run: z.string(),
  /** Where the run looked for items. */
  item: z.string().optional(),
  change: z.strictObject({ base: z.string(), head: z.string(), tree: z.string() }),
  files: z.array(reviewedFileSchema),
  understanding: runDetailSchema.shape.understanding,
  /** The prompt to answer, where the gate asks for one. */
  prompt: promptSchema.optional(),
});
export type ReviewReport = z.infer<typeof reviewReportSchema>;

/** What `review --answer --json` prints. `written` counts the options from 0. */
export const answeredSchema = z.strictObject({
  run: z.string(),
  item: z.string().optional(),
  answer: answerReplySchema,
  understanding: runDetailSchema.shape.understanding,
});

/** The files of a change in the order to read them. */
export function reviewedFiles(change: NonNullable<RunDetail['change']>): readonly ReviewedFile[] {
  return riskOrder(change).map(({ file, risk, reasons }) => ({
    path: file.path,
    status: file.status,
    added: file.added,
    removed: file.removed,
    binary: file.binary,
    risk,
    reasons: [...reasons],
  }));
}
