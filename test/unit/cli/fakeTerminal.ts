import { join } from 'node:path';
import { root } from '../../../scripts/paths.mjs';
import { runCommandLine } from '../../../src/cli/commandLine.ts';
import type { Screen } from '../../../src/cli/top/screen.ts';
import type { Terminal, World } from '../../../src/cli/world.ts';
import { err } from '../../../src/model/result.ts';
import type { AutostartWorld, CommandEnd } from '../../../src/runner/autostart/install.ts';
import type { FakeRunner } from './fakeRunner.ts';

/** Keeps what is printed and answers from a list; at its end the input has ended. */
export class FakeTerminal implements Terminal {
  readonly colours = false;
  out = '';
  err = '';
  readonly interactive: boolean;
  readonly #answers: string[];
  readonly #input: string;

  /** @param input what a pipe holds; a person sits there without one */
  constructor(answers: readonly string[] = [], input?: string) {
    this.#answers = [...answers];
    this.#input = input ?? '';
    this.interactive = input === undefined;
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

  async askHidden(question: string, signal: AbortSignal): Promise<string | undefined> {
    this.complain(question);
    return signal.aborted ? undefined : this.#answers.shift();
  }

  async readInput(): Promise<string> {
    return this.#input;
  }

  /** The window that is drawn on, where there is one. */
  window: Screen | undefined;
  readonly columns = undefined;

  async screen(): Promise<Screen | undefined> {
    return this.window;
  }

  async *lines(): AsyncIterable<string> {
    for (const line of this.#input.split('\n')) if (line !== '') yield line;
  }
}

/** Where our programs are once they are built; our recipes are beside it. */
const ours = join(root, 'dist');

export interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line against a fake runner. */
export async function call(
  runner: FakeRunner,
  argv: readonly string[],
  options: Partial<CallOptions> = {},
): Promise<Outcome> {
  const { answers = [], folder = '/', signal = new AbortController().signal, input, env = {} } = options;
  const { edit = async () => err('There is no editor here.'), machine = new FakeMachine(), programs = ours } = options;
  const { serveLanguage = async () => {} } = options;
  const terminal = new FakeTerminal(answers, input);
  terminal.window = options.window;
  const world = {
    terminal,
    folder,
    env,
    version: '1.2.3',
    programs,
    connect: runner.connect,
    edit,
    machine,
    signal,
    serveLanguage,
  };
  const exit = await runCommandLine(argv, world);
  return { exit, out: terminal.out, err: terminal.err };
}

interface CallOptions {
  readonly answers: readonly string[];
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Standard input is a pipe with this in it. */
  readonly input: string;
  readonly env: Readonly<Record<string, string>>;
  readonly edit: World['edit'];
  readonly machine: AutostartWorld;
  readonly serveLanguage: World['serveLanguage'];
  readonly programs: string;
  readonly window: Screen;
}

/** A Linux machine whose files are in memory and whose commands all work, or all fail. */
export class FakeMachine implements AutostartWorld {
  readonly host = { platform: 'linux', env: {}, home: '/home/ada', uid: 1000, isElectron: false } as const;
  readonly files = new Map<string, string>();
  readonly ran: string[] = [];
  fails = false;

  async read(path: string): Promise<string | undefined> {
    return this.files.get(path);
  }

  async write(path: string, text: string): Promise<void> {
    this.files.set(path, text);
  }

  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }

  async run({ file, args }: { readonly file: string; readonly args: readonly string[] }): Promise<CommandEnd> {
    this.ran.push([file, ...args].join(' '));
    return this.fails ? { exitCode: 1, said: 'no bus' } : { exitCode: 0, said: '' };
  }
}
