import { setTimeout as delay } from 'node:timers/promises';
import { ok } from '../model/result.ts';
import type { RunnerClient } from '../protocol/client.ts';
import { type Ending, exitCodes, refused } from './ending.ts';
import type { LoggedStep } from './loggedSteps.ts';
import { paint } from './text/paint.ts';
import type { Invocation } from './world.ts';

/** How often the output of a step that runs is looked at, in milliseconds. */
const pollEvery = 200;

/** Prints the output of steps, each byte once, however often it is asked to. */
export class LogPrinter {
  readonly #invocation: Invocation;
  readonly #run: string;
  readonly #toTheEnd: boolean;
  readonly #offsets = new Map<string, number>();
  readonly #ended = new Set<string>();
  #last = '\n';

  /** @param toTheEnd a step that runs is followed until it has ended */
  constructor(invocation: Invocation, run: string, toTheEnd: boolean) {
    this.#invocation = invocation;
    this.#run = run;
    this.#toTheEnd = toTheEnd;
  }

  /** Grows with what was printed. */
  get progress(): number {
    return [...this.#offsets.values()].reduce((sum, offset) => sum + offset, this.#offsets.size);
  }

  /** Prints what is new of a step, under a heading at first; an ending where it could not. */
  async print(client: RunnerClient, step: LoggedStep): Promise<Ending | undefined> {
    if (this.#ended.has(step.key)) return undefined;
    const { terminal, signal } = this.#invocation;
    if (!this.#offsets.has(step.key)) terminal.print(paint(terminal.colours).bold(`== ${step.title} ==`));
    for (;;) {
      const offset = this.#offsets.get(step.key) ?? 0;
      const read = await client.request('readLog', { run: this.#run, step: step.key, offset }, signal);
      if (signal.aborted) return ok(exitCodes.interrupted);
      if (!read.ok) return refused(read.error);
      const { text, next, ended } = read.value;
      this.#write(text);
      this.#offsets.set(step.key, next);
      if (ended) this.#ended.add(step.key);
      if (ended || (next === offset && !this.#toTheEnd)) break;
      if (next === offset) await delay(pollEvery, undefined, { signal }).catch(() => {});
    }
    if (this.#last !== '\n') this.#write('\n');
    return undefined;
  }

  #write(text: string): void {
    this.#invocation.terminal.write(text);
    this.#last = text.at(-1) ?? this.#last;
  }
}
