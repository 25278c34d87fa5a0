import type { GitFailureReason } from '../gitFailure.ts';
import type { GitCall } from '../gitProcess.ts';

/** To the process that starts git: do this, or stop doing it. */
export type Request =
  | { readonly id: number; readonly call: Omit<GitCall, 'signal'> }
  | { readonly id: number; readonly stop: true };

/** From it, after `up` and once for every call: what git printed, or how it failed. */
export type Reply =
  | { readonly id: number; readonly output: Buffer }
  | { readonly id: number; readonly failure: FailureFacts };

/** A `GitFailure` on its way between processes. */
export interface FailureFacts {
  readonly reason: GitFailureReason;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly command: readonly string[];
}
