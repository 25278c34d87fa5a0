import { runCommandLine } from '../../../src/cli/commandLine.ts';
import type { Terminal } from '../../../src/cli/world.ts';
import type { FakeRunner } from './fakeRunner.ts';

/** Keeps what is printed and answers from a list; at its end the input has ended. */
export class FakeTerminal implements Terminal {
  readonly colours = false;
  out = '';
  err = '';
  readonly #answers: string[];

  constructor(answers: readonly string[] = []) {
    this.#answers = [...answers];
  }

  write(text: string): void {
    this.out += text;
  }

  print(line: string): void {
    this.out += `${line}\n`;
  }

  complain(line: string): void {
    this.err += `${line}\n`;
  }

  async ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    this.write(question);
    return signal.aborted ? undefined : this.#answers.shift();
  }
}

export interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line against a fake runner. */
export async function call(
  runner: FakeRunner,
  argv: readonly string[],
  { answers = [], folder = '/', signal = new AbortController().signal }: Partial<CallOptions> = {},
): Promise<Outcome> {
  const terminal = new FakeTerminal(answers);
  const world = { terminal, folder, env: {}, version: '1.2.3', connect: runner.connect, signal };
  const exit = await runCommandLine(argv, world);
  return { exit, out: terminal.out, err: terminal.err };
}

interface CallOptions {
  readonly answers: readonly string[];
  readonly folder: string;
  readonly signal: AbortSignal;
}
