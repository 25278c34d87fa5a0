import type { CodeReading } from '../../comprehension/codeReading.ts';
import { Desk, type DeskAnswer, type DeskReply } from '../../comprehension/desk.ts';
import type { TestsWith, Verdict } from '../../comprehension/promptWorld.ts';
import { itemsAbout } from './itemsAbout.ts';
import type { Answered, DeskOrder, FromProgram, Next, ToProgram, Trial, Tried } from './messages.ts';
import { promptWorld, type Trying } from './promptWorld.ts';

interface OpenDesk {
  readonly desk: Desk;
  readonly stop: AbortController;
}

/** The desks of the program `prompts`, by the number that the runner gave each. Keys never leave them. */
export class PromptDesks {
  readonly #code: Promise<CodeReading>;
  readonly #send: (message: FromProgram) => void;
  readonly #desks = new Map<number, OpenDesk>();
  readonly #trials = new Map<number, (tried: Tried) => void>();
  #calls = 0;

  constructor(code: Promise<CodeReading>, send: (message: FromProgram) => void) {
    this.#code = code;
    this.#send = send;
  }

  hear(message: ToProgram): void {
    switch (message.kind) {
      case 'open':
        this.#open(message.desk, message.order);
        return;
      case 'close':
        this.#desks.get(message.desk)?.stop.abort();
        this.#desks.delete(message.desk);
        return;
      case 'tried':
        this.#trials.get(message.call)?.(message.tried);
        this.#trials.delete(message.call);
        return;
      case 'next':
        this.#reply(message, async (desk) => ({ kind: 'next', call: message.call, next: told(await desk.next()) }));
        return;
      case 'answer': {
        const { call, prompt, given, confidence, looked } = message;
        this.#reply(message, async (desk) => {
          const answered = toldAnswer(await desk.answer(prompt, { given, confidence, looked }));
          return { kind: 'answered', call, answered };
        });
      }
    }
  }

  #open(number: number, order: DeskOrder): void {
    const stop = new AbortController();
    const world = promptWorld(order, this.#tryingFor(number));
    const items = itemsAbout(order, world, this.#code, stop.signal);
    this.#desks.set(number, { desk: new Desk(items, order.answered), stop });
  }

  #tryingFor(desk: number): Trying {
    return {
      verdict: async (path, text, signal): Promise<Verdict> => {
        const tried = await this.#try(desk, { what: 'verdict', path, text }, signal);
        return tried?.what === 'verdict' ? tried.verdict : 'unknown';
      },
      tests: async (path, text, signal): Promise<TestsWith> => {
        const tried = await this.#try(desk, { what: 'tests', path, text }, signal);
        return tried?.what === 'tests' ? tried.tests : { status: 'unknown' };
      },
    };
  }

  /** Undefined where nobody waits for it any more: the runner ends what it runs for a desk that it closes. */
  #try(desk: number, trial: Trial, signal: AbortSignal): Promise<Tried | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    const call = ++this.#calls;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      this.#trials.set(call, resolve);
      this.#send({ kind: 'try', desk, call, trial });
    });
  }

  #reply(
    { desk, call }: { readonly desk: number; readonly call: number },
    work: (desk: Desk) => Promise<FromProgram>,
  ): void {
    const open = this.#desks.get(desk);
    const done = open === undefined ? Promise.reject(new Error('these prompts were closed')) : work(open.desk);
    const failed = (error: unknown): FromProgram => ({
      kind: 'failed',
      call,
      why: error instanceof Error ? error.message : String(error),
    });
    void done.catch(failed).then(this.#send);
  }
}

const told = (reply: DeskReply): Next =>
  reply.status === 'ask'
    ? { status: 'ask', prompt: reply.item.prompt }
    : { status: 'none', why: reply.why, settled: reply.settled };

function toldAnswer(answer: DeskAnswer): Answered {
  if (answer.status === 'unknown') return { status: 'unknown' };
  const { status, item, graded } = answer;
  return { status, prompt: item.prompt, ...(item.body === undefined ? {} : { body: item.body }), graded };
}
