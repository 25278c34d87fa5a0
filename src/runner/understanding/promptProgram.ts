import { type ChildProcess, spawn } from 'node:child_process';
import type { Answer } from '../../comprehension/item.ts';
import type { PromptWorld } from '../../comprehension/promptWorld.ts';
import { nowhere } from '../../git/hardened.ts';
import { Refused } from '../refusal.ts';
import {
  type Answered,
  type DeskOrder,
  type FromProgram,
  fromProgramSchema,
  type Next,
  type ToProgram,
} from './messages.ts';

/** How it is started. */
export interface PromptProgramStart {
  /** The Node (or Electron) that runs it. */
  readonly node: string;
  /** `dist/prompts.js`, absolute. */
  readonly script: string;
}

/** Runs the checks for the makers of prompts. */
export type Tries = Pick<PromptWorld, 'tryMutant' | 'tryTests'>;

/** Prompts about one change. Everything of it rejects with a `Refused` once the program is gone: open another one then. */
export interface ProgramDesk {
  next(): Promise<Next>;
  answer(prompt: string, answer: Answer): Promise<Answered>;
  /** Whether the program that has its keys is gone. */
  readonly isLost: boolean;
  close(): void;
}

interface Waiting {
  readonly resolve: (message: FromProgram) => void;
  readonly reject: (error: Error) => void;
}

interface Desk {
  readonly tries: Tries;
  readonly stop: AbortController;
}

/** One life of the program: it is started with the first desk, and leaves with the last. */
class Life {
  readonly child: ChildProcess;
  readonly desks = new Map<number, Desk>();
  readonly waiting = new Map<number, Waiting>();
  isOver = false;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  send(message: ToProgram): void {
    // A process that has gone says so by its end.
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

/**
 * The program that makes prompts and grades answers, apart from the runner: parsers stay out of the runner's memory, and what
 * goes wrong in one ends no run.
 */
export class PromptProgram {
  readonly #start: PromptProgramStart;
  #life: Life | undefined;
  #numbers = 0;

  constructor(start: PromptProgramStart) {
    this.#start = start;
  }

  open(order: DeskOrder, tries: Tries): ProgramDesk {
    const life = this.#living();
    const desk = ++this.#numbers;
    life.desks.set(desk, { tries, stop: new AbortController() });
    life.send({ kind: 'open', desk, order });
    return {
      next: async () => {
        const reply = await this.#ask(life, (call) => ({ kind: 'next', desk, call }));
        return reply.kind === 'next' ? reply.next : notAnAnswer();
      },
      answer: async (prompt, answer) => {
        const reply = await this.#ask(life, (call) => ({ kind: 'answer', desk, call, prompt, ...answer }));
        return reply.kind === 'answered' ? reply.answered : notAnAnswer();
      },
      get isLost() {
        return life.isOver;
      },
      close: () => this.#close(life, desk),
    };
  }

  close(): void {
    this.#life?.child.disconnect();
  }

  #living(): Life {
    if (this.#life !== undefined) return this.#life;
    const life = new Life(this.#spawned());
    life.child.on('message', (message) => this.#hear(life, fromProgramSchema.parse(message)));
    life.child.once('error', () => this.#over(life));
    life.child.once('exit', () => this.#over(life));
    this.#life = life;
    return life;
  }

  #spawned(): ChildProcess {
    const { PATH = '', SystemRoot, TEMP, TMP } = process.env;
    const windows = { ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }), ...(TMP && { TMP }) };
    const electron = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
    return spawn(this.#start.node, [this.#start.script], {
      cwd: nowhere(process.platform, process.env),
      env: { PATH, ...windows, ...electron },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      windowsHide: true,
    });
  }

  #over(life: Life): void {
    if (this.#life === life) this.#life = undefined;
    if (life.isOver) return;
    life.isOver = true;
    for (const { stop } of life.desks.values()) stop.abort();
    const gone = new Refused('no-prompt-now', 'The program that makes prompts has ended. Ask again.');
    for (const { reject } of life.waiting.values()) reject(gone);
    life.waiting.clear();
  }

  #ask(life: Life, message: (call: number) => ToProgram): Promise<FromProgram> {
    const call = ++this.#numbers;
    return new Promise<FromProgram>((resolve, reject) => {
      if (life.isOver) {
        reject(new Refused('no-prompt-now', 'The program that makes prompts has ended. Ask again.'));
        return;
      }
      life.waiting.set(call, { resolve, reject });
      life.send(message(call));
    });
  }

  #hear(life: Life, message: FromProgram): void {
    if (message.kind === 'try') {
      void this.#try(life, message);
      return;
    }
    const waiting = life.waiting.get(message.call);
    life.waiting.delete(message.call);
    if (message.kind !== 'failed') waiting?.resolve(message);
    else {
      const said = `No prompt could be made this time: ${message.why}. Try again.`;
      waiting?.reject(new Refused('no-prompt-now', said));
    }
  }

  async #try(life: Life, { desk, call, trial }: Extract<FromProgram, { kind: 'try' }>): Promise<void> {
    const open = life.desks.get(desk);
    if (open === undefined) return;
    const { tries, stop } = open;
    const { what, path, text } = trial;
    if (what === 'verdict') {
      const verdict = await tries.tryMutant(path, text, stop.signal);
      life.send({ kind: 'tried', call, tried: { what, verdict } });
    } else {
      const tests = await tries.tryTests(path, text, stop.signal);
      const told = tests.status === 'ran' ? { ...tests, failed: [...tests.failed], passed: [...tests.passed] } : tests;
      life.send({ kind: 'tried', call, tried: { what, tests: told } });
    }
  }

  #close(life: Life, desk: number): void {
    life.desks.get(desk)?.stop.abort();
    life.desks.delete(desk);
    life.send({ kind: 'close', desk });
    if (life.desks.size > 0 || life.isOver) return;
    // The next desk gets a program of its own: this one takes its memory with it.
    if (this.#life === life) this.#life = undefined;
    if (life.child.connected) life.child.disconnect();
  }
}

function notAnAnswer(): never {
  throw new Error('The program that makes prompts answered something else than it was asked.');
}
