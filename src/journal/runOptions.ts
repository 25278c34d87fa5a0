import type { CommandSpec, StepHandlers } from '../engine/durable.ts';
import type { CommandResult } from '../model/steps.ts';
import type { CrashHook } from './crashPoint.ts';
import type { JournalFiles } from './files.ts';
import type { Wake } from './wake.ts';

/** Runs a command under the step wrapper in a folder of its own, or adopts the one that already runs there. */
export type RunCommand = (
  directory: string,
  specify: () => Promise<CommandSpec>,
  signal: AbortSignal,
) => Promise<CommandResult>;

export interface RunOptions {
  readonly runId: string;
  /** The run's own folder; it is made where it is missing. */
  readonly directory: string;
  readonly handlers: StepHandlers;
  readonly command: RunCommand;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** How deadlines are noticed; by default with real timers that keep no process from leaving. */
  readonly wake?: Wake;
  readonly crash?: CrashHook;
  readonly files?: JournalFiles;
}
