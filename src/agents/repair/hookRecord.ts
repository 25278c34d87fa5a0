import * as z from 'zod';

/** The environment variable that tells the hook inside a test process what to do: JSON of `HookSettings`. */
export const hookVariable = 'LOOPWRIGHT_REPAIR_HOOK';

export interface HookSettings {
  /** Where records are written, one file a process. */
  readonly folder: string;
  /** The worktree as a file URL with a slash at its end: only scripts below it count. */
  readonly rootUrl: string;
  /** False: only test results are recorded, which is faster. */
  readonly coverage: boolean;
  /** The process of the repair agent: when it is gone, test processes end. */
  readonly owner: number;
}

const countedRange = z.tuple([z.number(), z.number(), z.number()]);

/** Ranges by script URL, once for every time coverage was taken. */
const coverageParts = z.array(z.record(z.string(), z.array(countedRange)));
export type CoverageParts = z.infer<typeof coverageParts>;

const testRecord = z.object({ kind: z.literal('test'), name: z.string(), passed: z.boolean(), parts: coverageParts });
const sharedRecord = z.object({ kind: z.literal('shared'), parts: coverageParts });
const processRecord = z.object({
  kind: z.literal('process'),
  pid: z.number(),
  parent: z.number(),
  code: z.number(),
  execPath: z.string(),
  execArgv: z.array(z.string()),
  argv: z.array(z.string()),
  cwd: z.string(),
  /** CPU time of the process in ms. */
  cpuMs: z.number(),
  /** Talks to its parent over a channel, so it cannot be run alone. */
  channel: z.boolean(),
});

/** One line of a record file. */
export const hookRecordSchema = z.discriminatedUnion('kind', [testRecord, sharedRecord, processRecord]);
export type HookRecord = z.infer<typeof hookRecordSchema>;
export type TestRecord = z.infer<typeof testRecord>;
export type ProcessRecord = z.infer<typeof processRecord>;
