/** Why a git call did not succeed: it exited non-zero, was stopped, ran out of time, or could not be started. */
export type GitFailureReason = 'exit' | 'aborted' | 'timed-out' | 'not-started';

/**
 * A git call that did not end with exit code 0. Thrown inside this room only: every exported operation turns it into a
 * coded problem (see `problem.ts`).
 */
export class GitFailure extends Error {
  readonly reason: GitFailureReason;
  /** git's exit code; -1 where there is none (killed, never started). */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The arguments after the hardening, for messages: `['merge-tree', '--write-tree', …]`. */
  readonly command: readonly string[];

  constructor(failure: {
    readonly reason: GitFailureReason;
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly command: readonly string[];
  }) {
    super(`git ${failure.command[0] ?? ''} ${failure.reason} ${failure.exitCode}: ${failure.stderr.trim()}`);
    this.name = 'GitFailure';
    this.reason = failure.reason;
    this.exitCode = failure.exitCode;
    this.stdout = failure.stdout;
    this.stderr = failure.stderr;
    this.command = failure.command;
  }
}
