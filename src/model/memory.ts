import * as z from 'zod';
import type { Json } from './result.ts';

/**
 * The memory of a loop, outside of any conversation: what its runs found and tried, and what people decided. It lies as
 * `memory.json` beside `state.md` on `refs/loopwright/state/<loop>`. Times are epoch milliseconds. `src/memory` changes
 * it; what runs report is cut to {@link memoryLimits} there, so that the whole stays small.
 */

/** The most that is kept: characters of a text, entries of a list. */
export const memoryLimits = {
  key: 512,
  title: 300,
  body: 4000,
  suggestion: 2000,
  path: 1024,
  reason: 500,
  outcome: 60,
  name: 300,
  note: 4000,
  lesson: 1000,
  verdict: 1000,
  runs: 1000,
  attempts: 5,
  items: 10_000,
  findings: 1000,
  lessons: 200,
  verdicts: 300,
  decisions: 1000,
} as const;

const limits = memoryLimits;
/** Until the end of the year 9999. */
const time = z.number().int().min(0).max(253_402_300_799_999);
const runId = z.string().min(1).max(limits.name);
const name = z.string().max(limits.name);
const key = z.string().max(limits.key);

/** Eight hexadecimal digits of sha256(loop, NUL, key); whoever has a hash makes it. */
export const findingIdSchema = z.string().regex(/^[0-9a-f]{8}$/);

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/**
 * What a person says about a finding. `do`: attempt it next, whatever the threshold. `not-now`: not until it changes.
 * `never`: not at all. `later`: not before `until`.
 */
export const decisionSchema = z.strictObject({
  finding: findingIdSchema,
  what: z.enum(['do', 'not-now', 'never', 'later']),
  until: time.optional(),
  note: z.string().max(limits.note).optional(),
  /** Who, as `Name <email>`. */
  by: name,
  at: time,
});
export type Decision = z.infer<typeof decisionSchema>;

const reported = {
  id: findingIdSchema,
  /** What it is about, the same each time it is found. */
  key,
  title: z.string().max(limits.title),
  body: z.string().max(limits.body).optional(),
  severity: severitySchema.optional(),
  file: z.string().max(limits.path).optional(),
  line: z.number().int().positive().optional(),
  commit: z.string().max(64).optional(),
  suggestion: z.string().max(limits.suggestion).optional(),
  /** Why it is for a person and was not attempted, or not with success. */
  why: z.string().max(limits.reason).optional(),
  /** The key of the item that it came up in; absent where it was found by looking around. */
  item: key.optional(),
};

export const findingSchema = z.strictObject({
  ...reported,
  loop: z.string(),
  /** The run that saw it last. */
  run: runId,
  foundAt: time,
  seenAt: time,
  /** When what it says last changed; a `not-now` from before no longer holds. */
  changedAt: time,
  /** When it last came to wait again: it had been closed and was found, or a decision on it was taken back. */
  reopenedAt: time.optional(),
  /** What the runs say: still there or not. Whether it needs a person: `standingOf` in `src/memory`. */
  status: z.enum(['open', 'closed']),
  closedAt: time.optional(),
  closedWhy: z.string().max(limits.reason).optional(),
  /** The newest decision. */
  decision: decisionSchema.optional(),
});
export type Finding = z.infer<typeof findingSchema>;

const itemStatusSchema = z.enum(['done', 'tried', 'waiting', 'declined']);
export type ItemStatus = z.infer<typeof itemStatusSchema>;

export const attemptSchema = z.strictObject({
  run: runId,
  at: time,
  /** A word for how it ended: `delivered`, `gave-up`, `stalled`, … */
  outcome: z.string().max(limits.outcome),
  reason: z.string().max(limits.reason),
  iterations: z.number().int().nonnegative(),
  /** Digest of the item's data as it was then; whoever has a hash makes it. */
  fingerprint: z.string().max(128).optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const itemMemorySchema = z.strictObject({
  key,
  status: itemStatusSchema,
  /** Oldest first. */
  attempts: z.array(attemptSchema),
  lastTried: time,
});
export type ItemMemory = z.infer<typeof itemMemorySchema>;

export const lessonSchema = z.strictObject({
  text: z.string().max(limits.lesson),
  at: time,
  /** The run that said it; absent where a person wrote it. */
  run: runId.optional(),
  item: key.optional(),
  /** The person who wrote it. */
  by: name.optional(),
  /** A person took it out; it stays here so that no run brings it back. */
  removed: z.strictObject({ by: name, at: time }).optional(),
});
export type Lesson = z.infer<typeof lessonSchema>;

export const verdictSchema = z.strictObject({
  run: runId,
  item: key,
  at: time,
  by: z.enum(['checker', 'judge']),
  text: z.string().max(limits.verdict),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** A run that was taken in. `complete`: it looked everywhere, so what it did not find is gone. */
export const takenRunSchema = z.strictObject({
  run: runId,
  at: time,
  sequence: z.number().int().nonnegative(),
  complete: z.boolean(),
});
export type TakenRun = z.infer<typeof takenRunSchema>;

export const loopMemorySchema = z.strictObject({
  version: z.literal(1),
  loop: z.string(),
  /** Oldest first. */
  runs: z.array(takenRunSchema),
  /** Each key once. A list, since a key may be any text and a JSON object loses `__proto__`. */
  items: z.array(itemMemorySchema),
  findings: z.array(findingSchema),
  lessons: z.array(lessonSchema),
  verdicts: z.array(verdictSchema),
  /** All of them, oldest first; the one that holds is in its finding. */
  decisions: z.array(decisionSchema),
  /** What people wrote, as they wrote it. Theirs to change in the document; no rule shortens it. */
  notes: z.string(),
});
export type LoopMemory = z.infer<typeof loopMemorySchema>;

/** The memory of a loop that never ran. */
export function emptyMemory(loop: string): LoopMemory {
  return {
    version: 1,
    loop,
    runs: [],
    items: [],
    findings: [],
    lessons: [],
    verdicts: [],
    decisions: [],
    notes: '',
  };
}

/** A finding as a run reports it; texts of any length. */
export const reportedFindingSchema = z.strictObject({
  ...reported,
  key: z.string(),
  title: z.string(),
  body: z.string().optional(),
  file: z.string().optional(),
  suggestion: z.string().optional(),
  why: z.string().optional(),
  item: z.string().optional(),
});
export type ReportedFinding = z.infer<typeof reportedFindingSchema>;

/** What one run gives to the memory: all of it, each time. Texts of any length. */
export const runRecordSchema = z.strictObject({
  run: runId,
  at: time,
  /** A run that waits for people may be taken in more than once, each time with a higher number. */
  sequence: z.number().int().nonnegative().default(0),
  /** It looked everywhere: a finding without `item` from before that is not among these is gone. */
  complete: z.boolean(),
  items: z.array(
    z.strictObject({
      key: z.string(),
      status: itemStatusSchema,
      outcome: z.string(),
      reason: z.string(),
      iterations: z.number().int().nonnegative(),
      fingerprint: z.string().max(128).optional(),
    }),
  ),
  findings: z.array(reportedFindingSchema),
  lessons: z.array(z.strictObject({ text: z.string(), item: z.string().optional() })),
  verdicts: z.array(z.strictObject({ item: z.string(), by: verdictSchema.shape.by, text: z.string() })),
  /** Findings that this run settled, and why. */
  closedFindings: z.array(z.strictObject({ finding: findingIdSchema, why: z.string() })),
});
export type RunRecord = z.input<typeof runRecordSchema>;

/** An item that a run found and may attempt. */
export interface Candidate {
  readonly key: string;
  readonly data: Json;
  /** Digest of `data`, as it will be reported after the attempt. */
  readonly fingerprint?: string;
  /** The finding that the item is, where its key is not the finding's own. */
  readonly finding?: string;
}
