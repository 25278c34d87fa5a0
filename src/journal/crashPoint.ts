/**
 * The named moments at which a test may kill the process. `intent`: a step's start is written; `effect`: its handler
 * runs; `fsync`: a batch of records is made durable; `acknowledge`: whoever appended is told.
 */
export const crashPoints = [
  'intent.before',
  'intent.after',
  'effect.before',
  'effect.after',
  'fsync.before',
  'fsync.after',
  'acknowledge.before',
  'acknowledge.after',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** Called at every crash point; normally does nothing. */
export type CrashHook = (point: CrashPoint) => void;
