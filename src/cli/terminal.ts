import { createInterface, type Interface } from 'node:readline';
import { hiddenLine } from './hiddenLine.ts';
import { coloursWanted } from './text/paint.ts';
import type { Screen } from './top/screen.ts';
import type { Terminal } from './world.ts';

/** The terminal (or pipes) of this process. Standard input is touched only when something is asked. */
export class ProcessTerminal implements Terminal {
  readonly colours: boolean;
  readonly #process: NodeJS.Process;
  #answers: Answers | undefined;

  constructor(process: NodeJS.Process) {
    this.#process = process;
    this.colours = coloursWanted(process.env, process.stdout.isTTY === true);
  }

  write(text: string): void {
    this.#process.stdout.write(text);
  }

  print(line: string): void {
    this.write(`${line}\n`);
  }

  complain(line: string): void {
    this.#process.stderr.write(`${line}\n`);
  }

  async ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    this.write(question);
    this.#answers ??= new Answers(this.#process.stdin);
    const answer = await this.#answers.next(signal);
    // What is typed on a terminal is seen there; what comes through a pipe is not, so it is told.
    if (answer === undefined) this.write('\n');
    else if (this.#process.stdin.isTTY !== true) this.print(answer);
    return answer;
  }

  get interactive(): boolean {
    return this.#process.stdin.isTTY === true;
  }

  askHidden(question: string, signal: AbortSignal): Promise<string | undefined> {
    return hiddenLine(this.#process, question, signal);
  }

  async readInput(): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of this.#process.stdin) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString('utf8');
  }

  lines(signal: AbortSignal): AsyncIterable<string> {
    const reader = createInterface({ input: this.#process.stdin });
    signal.addEventListener('abort', () => reader.close(), { once: true });
    return reader;
  }

  async screen(): Promise<Screen | undefined> {
    const { stdin, stdout, env } = this.#process;
    if (stdin.isTTY !== true || stdout.isTTY !== true || env['TERM'] === 'dumb') return undefined;
    // Its library is of no use to other commands.
    const { ProcessScreen } = await import('./top/processScreen.ts');
    return new ProcessScreen(stdin, stdout);
  }

  get columns(): number | undefined {
    return this.#process.stdout.isTTY === true ? this.#process.stdout.columns : undefined;
  }

  /** Lets go of standard input, so that the process can end. */
  close(): void {
    this.#answers?.close();
  }
}

/** Standard input, line by line; lines that come before they are asked for are kept. */
class Answers {
  readonly #lines: string[] = [];
  readonly #reader: Interface;
  #ended = false;
  #wake: () => void = () => {};

  constructor(input: NodeJS.ReadStream) {
    this.#reader = createInterface({ input });
    this.#reader.on('line', (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    this.#reader.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  async next(signal: AbortSignal): Promise<string | undefined> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      while (this.#lines.length === 0 && !this.#ended && !signal.aborted) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      return signal.aborted ? undefined : this.#lines.shift();
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  close(): void {
    this.#reader.close();
  }
}
