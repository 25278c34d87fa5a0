import type { Result } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import type { Refusal } from '../protocol/runner.ts';
import type { AutostartWorld } from '../runner/autostart/install.ts';
import type { Screen } from './top/screen.ts';

/** The terminal that a command speaks to. */
export interface Terminal {
  /** Writes to standard output as it is. */
  write(text: string): void;
  /** Writes a line to standard output. */
  print(line: string): void;
  /** Writes a line to standard error. */
  complain(line: string): void;
  /** Asks a question and reads one line of standard input; undefined at its end, or when `signal` gives up. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Asks for one line that is not shown while it is typed; undefined when nothing was given. */
  askHidden(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** All of standard input, up to its end. */
  readInput(): Promise<string>;
  /** The lines of standard input as they come, up to its end or until `signal` gives up. */
  lines(signal: AbortSignal): AsyncIterable<string>;
  /** The window to draw on; undefined where a person does not sit at both standard input and output. */
  screen(): Promise<Screen | undefined>;
  /** Columns of standard output; undefined where it is no terminal. */
  readonly columns: number | undefined;
  /** Whether a person sits at standard input. */
  readonly interactive: boolean;
  /** Whether standard output may be coloured. */
  readonly colours: boolean;
}

export interface ConnectRequest {
  readonly folder: string;
  /** Start a runner where none runs; otherwise that is the refusal `no-runner`. */
  readonly start: boolean;
  readonly signal: AbortSignal;
}

export type Connect = (request: ConnectRequest) => Promise<Result<RunnerClient, Refusal>>;

/** All that the commands see of the outside, apart from files and git. */
export interface World {
  readonly terminal: Terminal;
  /** Absolute; `-C` changes it. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** The folder of the programs that it starts; the recipes that ship with them are beside it. */
  readonly programs: string;
  readonly connect: Connect;
  /** Lets the person edit a file, until the editor is closed. The error says why that was not possible. */
  readonly edit: (file: string) => Promise<Result<undefined, string>>;
  /** What is started at login. */
  readonly machine: AutostartWorld;
  /** Runs the language server on standard input and output, until it ends this process. */
  readonly serveLanguage: (signal: AbortSignal) => Promise<void>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One call of a command. */
export interface Invocation extends World {
  readonly json: boolean;
}
