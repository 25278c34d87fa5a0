import * as z from 'zod';

/** The kinds of test report that can be read. `node` is `node --test`, both its TAP and its `spec` text. */
export const reportFormats = ['junit', 'tap', 'node', 'vitest', 'jest', 'pytest', 'go', 'cargo'] as const;
export const reportFormatSchema = z.enum(reportFormats);
export type ReportFormat = z.infer<typeof reportFormatSchema>;

/** A report lists at most this many failing tests: those whose names sort first. The counts count all. */
export const failingLimit = 200;
/** Characters of a name or a message at most. */
export const reportTextLimit = 300;

/**
 * `failed`: the test ran and what it tests did not do as it must. `errored`: it could not run (its file does not load,
 * its set-up fails, nothing was collected). Only `failed` proves anything about the code under test.
 */
export const failingTestSchema = z.strictObject({
  /** Inert text, the same in each run of the same test: no line numbers, no folder of a worktree, no durations. */
  name: z.string().min(1).max(reportTextLimit),
  status: z.enum(['failed', 'errored']),
  /** The first line of what was said of it. */
  message: z.string().max(reportTextLimit),
});
export type FailingTest = z.infer<typeof failingTestSchema>;

const count = z.number().int().nonnegative();

/** What a test run said of itself. */
export const testReportSchema = z.strictObject({
  format: reportFormatSchema,
  passed: count,
  failed: count,
  errored: count,
  skipped: count,
  failing: z.array(failingTestSchema).max(failingLimit).readonly(),
  /** False when the report is cut off, or contradicts its own plan or counts. */
  complete: z.boolean(),
});
export type TestReport = Readonly<z.infer<typeof testReportSchema>>;
