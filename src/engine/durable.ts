import type { Note, Raised } from '../model/order.ts';
import type { PersonSays } from '../model/person.ts';
import type { CommandResult, StepInput, StepKind, StepResult } from '../model/steps.ts';

/**
 * All that the interpreter may touch. An engine (the journal today) implements it so that the interpreter can be run
 * again from the start after a crash: what is on disk is answered from there, what is not is done.
 *
 * The part of a key before its first `/` is its *lane*. Lanes go on side by side; within one lane one thing is asked for
 * after the other.
 */
export interface Durable {
  readonly runId: string;
  /**
   * Does one step, at least once, and records its result. `key` names the step within the run and must be the same at
   * every replay. Rejects with `StepFailed` when the handler threw, with `Stopped` once a lane when a stop was requested.
   */
  step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>>;
  /**
   * Waits for the next thing a person puts into `box` that no earlier wait took, or until `deadline` (epoch
   * milliseconds). Rejects with `Stopped` like `step`.
   */
  signal(key: string, box: string, options?: { readonly deadline?: number }): Promise<PersonSays | 'expired'>;
  /** The time, epoch milliseconds, the same at every replay. */
  now(key: string): Promise<number>;
  /**
   * Whether the lane is to hold before it begins `step`, because the run is paused. Never before a step that was begun
   * already; the same at every replay once it was.
   */
  held(key: string, step: string): Promise<boolean>;
  /** Waits until the hold `key` is over; milliseconds that it took. Rejects with `Stopped` like `step`. */
  released(key: string): Promise<number>;
  /**
   * What people wrote for the lane that none of its makes was told, oldest first. `make`: key of the step that is told it
   * now; its input names the notes, and with that they are heard.
   */
  notes(make: string): Promise<readonly Note[]>;
  /** How the orders of people stood when the step `key` was begun, or the clock `key` read. */
  ordered(key: string): Promise<Ordered>;
}

/** Orders of people at a moment of a run. */
export interface Ordered {
  /** Milliseconds that the run had been paused, all pauses together. */
  readonly pausedMs: number;
  /** The limits that were raised, to their newest values. */
  readonly raised: Raised;
}

/** A person asked the run to stop. Thrown once a lane; steps asked for after it (to clean up) are done. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A step could not be done at all: an error nobody planned for, told as it was. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** A command for the step wrapper. Nothing of it is written to disk but what `describe` shows. */
export interface CommandSpec {
  /** A line for the shell, or a program with its arguments. */
  readonly command: { readonly shell: string } | { readonly program: string; readonly args: readonly string[] };
  readonly cwd: string;
  /** The whole environment of the command; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutSeconds: number;
  /** The command is stopped when it has printed more. */
  readonly outputLimitBytes: number;
  /** Values that must never reach the log. */
  readonly secrets: readonly string[];
  /**
   * Standard output goes to this file too, as it is, up to the output limit: data for a program, not for a reader. Only
   * its owner can read it (0600). It is neither cleaned nor redacted, so a secret that the command prints is in it: the
   * handler puts nothing of it into a result unseen, and deletes it, because nobody else does. The log loses the order
   * between standard output and standard error.
   */
  readonly capture?: string;
  /**
   * How a command is ended that has work to bring to an end: `file` is made, outside the worktree, and the command looks
   * for it. What is left of it after `milliseconds` is ended as every other command is at once: SIGTERM, and SIGKILL
   * after 200 ms.
   */
  readonly farewell?: { readonly file: string; readonly milliseconds: number };
}

/** What a handler is given beside its input. */
export interface StepContext {
  readonly runId: string;
  readonly key: string;
  /** A folder of this step alone, made before the handler is called. */
  readonly directory: string;
  /** The file that the command's cleaned output is in. */
  readonly log: string;
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
  /**
   * Runs the step's command under the wrapper. After a crash of the runner the command that still runs is adopted, and
   * one that ended is read from disk: `specify` is called, and the command spawned, only when neither is so. Aborting
   * `signal` ends the command and what it started; its result is `stopped` then.
   */
  command(specify: () => Promise<CommandSpec>, signal?: AbortSignal): Promise<CommandResult>;
}

/** One handler for every kind of step; leaving one out does not compile. */
export type StepHandlers = {
  readonly [K in StepKind]: (input: StepInput<K>, context: StepContext) => Promise<StepResult<K>>;
};
