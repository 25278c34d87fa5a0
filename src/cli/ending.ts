import { err, type Result } from '../model/result.ts';
import type { Refusal } from '../protocol/runner.ts';

/** What a command's exit code says; docs/command-line.md lists them. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** A run waits for a person. */
  waits: 3,
  /** A run ended without reaching its goal. */
  ended: 4,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command did not do what it was asked. `message` says what to do next. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exit: ExitCode;
}

/** How a command ends. */
export type Ending = Result<ExitCode, Failure>;

export const fail = (code: string, message: string, exit: ExitCode = exitCodes.failed): Result<never, Failure> =>
  err({ code, message, exit });

export const usageError = (message: string): Result<never, Failure> => fail('usage', message, exitCodes.usage);

/** What was named is not there, or not that alone. */
export const misnamed = (code: string, message: string): Result<never, Failure> => fail(code, message, exitCodes.usage);

export const refused = ({ code, message }: Refusal): Result<never, Failure> => fail(code, message);
