import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { anthropic } from './anthropic.ts';
import { chat } from './chat.ts';
import type { Api, Asked, Dialect, Reply } from './dialect.ts';
import { gemini } from './gemini.ts';
import { type ModelStep, type Plan, stepDue } from './modelStep.ts';
import { replyFor } from './reply.ts';
import { responses } from './responses.ts';
import { defaultPrices, type Prices, type Totals, totalsOf, type Usage, usageOfCall } from './usage.ts';

/** One model call that came in. */
export interface ModelCall {
  readonly scenario: string;
  readonly api: Api;
  /** From the start of the mock, in milliseconds. */
  readonly atMs: number;
  readonly asked: Asked;
  /** The `authorization` that it came with. */
  readonly login: string | undefined;
  /** A small one on the side (a title, a summary): it offered no tools, and the plan did not move. */
  readonly aside: boolean;
  readonly step: ModelStep;
  readonly status: number;
  /** What it was said to have used; absent until it was answered to its end. */
  readonly served?: Usage;
  /** Whether the agent hung up before it was answered. */
  readonly hungUp: boolean;
}

/** A plan, or whatever says which plan a call belongs to. */
export type PlanFor = Plan | ((asked: Asked, calls: readonly ModelCall[]) => Plan);

export interface MockOrder {
  /** By scenario: the first segment of the path of the URL that an agent is given. */
  readonly plans: Readonly<Record<string, PlanFor>>;
  readonly prices?: Prices;
}

export interface Mock {
  readonly port: number;
  /** What an agent is given as the address of its model server; some want `/v1` after it. */
  url(scenario: string): string;
  /** Model calls so far, of one scenario or all. */
  calls(scenario?: string): readonly ModelCall[];
  /** What was served so far, small calls on the side included. */
  totals(scenario?: string): Totals;
  /** Resolves at the n-th model call of a scenario (counted from 1), at once where it was made already. */
  called(scenario: string, n: number): Promise<void>;
  /** Sets or replaces the plan of a scenario, and forgets what it counted for it. */
  plan(scenario: string, plan: PlanFor): void;
  close(): Promise<void>;
}

type Noted = { -readonly [K in keyof ModelCall]: ModelCall[K] };

const dialects: readonly Dialect[] = [anthropic, responses, chat, gemini];

/** Starts a model server that speaks all four APIs, on loopback, and does what the plans say. */
export async function startMock(order: MockOrder): Promise<Mock> {
  const state = new MockState(order);
  const server = createServer((request, response) => {
    state.serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  // An agent that keeps its connection must not find it closed when its tool is done: to it that is a lost answer.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (scenario) => `http://127.0.0.1:${port}/${scenario}`,
    calls: (scenario) => state.calls(scenario),
    totals: (scenario) => totalsOf(state.calls(scenario), order.prices ?? defaultPrices),
    called: (scenario, n) => state.called(scenario, n),
    plan: (scenario, plan) => state.setPlan(scenario, plan),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class MockState {
  readonly #startedAt = performance.now();
  readonly #plans: Map<string, PlanFor>;
  readonly #calls: Noted[] = [];
  /** How often a step that leaves no trace was done, by scenario and index. */
  readonly #done = new Map<string, number>();
  #waiting: { readonly scenario: string; readonly n: number; readonly resolve: () => void }[] = [];

  constructor(order: MockOrder) {
    this.#plans = new Map(Object.entries(order.plans));
  }

  calls(scenario?: string): readonly ModelCall[] {
    return scenario === undefined ? this.#calls : this.#calls.filter((call) => call.scenario === scenario);
  }

  setPlan(scenario: string, plan: PlanFor): void {
    this.#plans.set(scenario, plan);
    for (const key of this.#done.keys()) if (key.startsWith(`${scenario} `)) this.#done.delete(key);
  }

  called(scenario: string, n: number): Promise<void> {
    if (this.calls(scenario).length >= n) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ scenario, n, resolve }));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const [scenario = '', ...rest] = new URL(request.url ?? '/', 'http://mock').pathname.split('/').filter(Boolean);
    const path = `/${rest.join('/')}`;
    const dialect = dialects.find((one) => request.method === 'POST' && one.isCall(path));
    if (!dialect) return answerAside(request.method ?? 'GET', path, response);
    const asked = dialect.read(JSON.parse(text), path);
    const call = this.#note(scenario, dialect.api, asked, request.headers.authorization);
    response.on('close', () => {
      call.hungUp = !response.writableFinished && call.step.do !== 'drop';
    });
    await new Answer(dialect, asked, call, this.#calls.length, response).give();
  }

  #note(scenario: string, api: Api, asked: Asked, login: string | undefined): Noted {
    const isAside = asked.tools.length === 0;
    const step: ModelStep = isAside ? { do: 'say', text: asideText } : this.#due(scenario, asked);
    const atMs = performance.now() - this.#startedAt;
    const call: Noted = { scenario, api, atMs, asked, login, aside: isAside, step, status: 200, hungUp: false };
    this.#calls.push(call);
    const count = this.calls(scenario).length;
    const due = this.#waiting.filter((waiter) => waiter.scenario === scenario && waiter.n <= count);
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const waiter of due) waiter.resolve();
    return call;
  }

  #due(scenario: string, asked: Asked): ModelStep {
    const given = this.#plans.get(scenario);
    if (!given) return { do: 'refuse', status: 404 };
    const main = typeof given === 'function' ? given(asked, this.calls(scenario)) : given;
    const plan = delegated(main, asked) ?? main;
    const key = (index: number) => `${scenario} ${main === plan ? '' : 'delegated '}${index}`;
    const [step, index] = stepDue(plan, asked.position, (at) => this.#done.get(key(at)) ?? 0);
    this.#done.set(key(index), (this.#done.get(key(index)) ?? 0) + 1);
    return step;
  }
}

/** The plan of the sub-agent that is asking; undefined where it is the agent itself. */
function delegated(plan: Plan, asked: Asked): Plan | undefined {
  const found = plan.find(
    (step) => step.do === 'delegate' && asked.userTexts.some((text) => text.includes(step.prompt)),
  );
  return found?.do === 'delegate' ? found.plan : undefined;
}

/** What a small call on the side gets: a title, and all that gemini asks about itself. */
const asideText = JSON.stringify({ reasoning: 'as planned', next_speaker: 'user', title: 'A title' });

/** One answer being given. */
class Answer {
  readonly #dialect: Dialect;
  readonly #asked: Asked;
  readonly #call: Noted;
  readonly #n: number;
  readonly #response: ServerResponse;

  constructor(dialect: Dialect, asked: Asked, call: Noted, n: number, response: ServerResponse) {
    this.#dialect = dialect;
    this.#asked = asked;
    this.#call = call;
    this.#n = n;
    this.#response = response;
  }

  async give(): Promise<void> {
    const { step } = this.#call;
    switch (step.do) {
      case 'hang':
        return;
      case 'refuse':
        return this.#refuse(step.status, step.retryAfterSeconds);
      case 'stall':
      case 'drop':
        return this.#begin(step.text, step.do === 'drop');
      case 'slow':
        return this.#slowly(step.words, step.everyMs);
      case 'say':
        return this.#speak({ text: step.text });
      default:
        return this.#speak(replyFor(step, this.#asked));
    }
  }

  #refuse(status: number, retryAfterSeconds?: number): void {
    this.#call.status = status;
    const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    json(this.#response, status, this.#dialect.error(status), wait);
  }

  #speak(reply: Reply): void {
    const usage = usageOfCall(this.#n, this.#dialect.cachesWrites);
    this.#call.served = usage;
    if (!this.#asked.streams) {
      json(this.#response, 200, this.#dialect.whole(reply, this.#asked, this.#id, usage));
      return;
    }
    const { before, delta, after } = this.#stream(reply, usage);
    const text = 'text' in reply ? reply.text : '';
    const half = Math.ceil(text.length / 2);
    const deltas = [text.slice(0, half), text.slice(half)].filter(Boolean).map(delta);
    this.#response.end(before + deltas.join('') + after);
  }

  #begin(text: string, drops: boolean): void {
    const { before, delta } = this.#stream({ text }, usageOfCall(this.#n, this.#dialect.cachesWrites));
    this.#response.write(before + delta(text), () => drops && this.#response.destroy());
  }

  async #slowly(words: number, everyMs: number): Promise<void> {
    const all = Array.from({ length: words }, (_, index) => `word${index} `);
    const usage = usageOfCall(this.#n, this.#dialect.cachesWrites);
    const { before, delta, after } = this.#stream({ text: all.join('') }, usage);
    this.#response.write(before);
    for (const word of all) {
      if (this.#response.destroyed) return;
      this.#response.write(delta(word));
      await sleep(everyMs);
    }
    if (this.#response.destroyed) return;
    this.#call.served = usage;
    this.#response.end(after);
  }

  get #id(): string {
    return `mock_${this.#n}`;
  }

  #stream(reply: Reply, usage: Usage) {
    this.#response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    return this.#dialect.spoken(reply, this.#asked, this.#id, usage);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function json(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function answerAside(method: string, path: string, response: ServerResponse): void {
  const answers = dialects.map((dialect) => dialect.aside(method, path)).filter((answer) => answer !== undefined);
  json(response, answers.length > 0 ? 200 : 404, answers[0] ?? { error: { message: `nothing at ${path}` } });
}
