import type { PersonSays } from '../model/person.ts';
import type { CommandResult, StepInput, StepKind, StepResult } from '../model/steps.ts';

/**
 * All that the interpreter may touch. An engine (the journal today) implements it so that the interpreter can be run
 * again from the start after a crash: what is on disk is answered from there, what is not is done.
 */
export interface Durable {
  readonly runId: string;
  /**
   * Does one step, at least once, and records its result. `key` names the step within the run and must be the same at
   * every replay. Rejects with `StepFailed` when the handler threw, with `Stopped` once when a stop was requested.
   */
  step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>>;
  /** Waits for the next thing a person says that no earlier wait took. Rejects with `Stopped` like `step`. */
  signal(key: string, name: 'person'): Promise<PersonSays>;
  /** The time, epoch milliseconds, the same at every replay. */
  now(key: string): Promise<number>;
}

/** A person asked the run to stop. Thrown once; steps asked for after it (to clean up) are done. */
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
}

/** What a handler is given beside its input. */
export interface StepContext {
  readonly runId: string;
  readonly key: string;
  /** A folder of this step alone, made before the handler is called. */
  readonly directory: string;
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
  /**
   * Runs the step's command under the wrapper. After a crash of the runner the command that still runs is adopted, and
   * one that ended is read from disk: `specify` is called, and the command spawned, only when neither is so.
   */
  command(specify: () => Promise<CommandSpec>): Promise<CommandResult>;
}

/** One handler for every kind of step; leaving one out does not compile. */
export type StepHandlers = {
  readonly [K in StepKind]: (input: StepInput<K>, context: StepContext) => Promise<StepResult<K>>;
};
