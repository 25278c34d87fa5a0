import { readFileSync } from 'node:fs';
import type { AgentProcess, ProcessEnd, ProcessOrder, ProcessStarter } from '../../../src/agents/port.ts';

type Message = { id?: number; method?: string; params?: unknown; result?: unknown; error?: unknown };

/** Lines of a recording of test/unit/agents/recordings/codex. */
export function recorded(name: string): string[] {
  return readFileSync(new URL(`recordings/codex/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
}

export interface Behaviour {
  /** What it tells after a turn was begun; it waits for an answer wherever it asks something. */
  readonly turn?: readonly string[];
  /** What it answers instead of what it would. */
  readonly answers?: Readonly<Record<string, { result: unknown } | { error: unknown }>>;
  /** Methods that it never answers. */
  readonly silent?: readonly string[];
  /** It ends at once like this. */
  readonly dies?: Partial<ProcessEnd>;
}

const ofThread = (lines: readonly string[]) => {
  const first = lines.map((line) => /"threadId":"([^"]+)"/.exec(line)?.[1]).find((id) => id !== undefined);
  const turn = lines.map((line) => /"turn\/started".*?"turn":\{"id":"([^"]+)"/.exec(line)?.[1]).find(Boolean);
  return { thread: first ?? 'thread', turn: turn ?? 'turn' };
};

/** Behaves like `codex app-server`: answers requests, plays a recorded turn, ends a turn when told to, leaves on end of input. */
export class FakeAppServer implements ProcessStarter {
  readonly orders: ProcessOrder[] = [];
  readonly asked: Message[] = [];
  /** What it was answered, by the method it asked with. */
  readonly answered: Record<string, unknown> = {};
  ends = 0;
  readonly #behaviour: Behaviour;

  constructor(behaviour: Behaviour = {}) {
    this.#behaviour = behaviour;
  }

  params(method: string): Record<string, unknown> {
    return (this.asked.find((message) => message.method === method)?.params ?? {}) as Record<string, unknown>;
  }

  start(order: ProcessOrder): AgentProcess {
    this.orders.push(order);
    const { turn = [], answers = {}, silent = [], dies } = this.#behaviour;
    const ids = ofThread(turn);
    const left = [...turn];
    let waitsFor: string | undefined;
    let finish: (end: ProcessEnd) => void = () => undefined;
    const ended = new Promise<ProcessEnd>((resolve) => {
      finish = resolve;
    });
    const over = (end: Partial<ProcessEnd> = {}) => finish({ exitCode: 0, signal: null, stderr: '', ...end });
    const say = (message: unknown) => setImmediate(() => order.onLine(JSON.stringify(message)));
    const play = () => {
      for (let line = left.shift(); line !== undefined; line = left.shift()) {
        const played = line;
        setImmediate(() => order.onLine(played));
        const message = line.startsWith('{') && line.endsWith('}') ? (JSON.parse(line) as Message) : {};
        if (message.id === undefined || message.method === undefined) continue;
        waitsFor = message.method;
        return;
      }
    };
    const usual: Readonly<Record<string, unknown>> = {
      initialize: { userAgent: 'loopwright/0.169.0 (Debian 12.0.0; x86_64) dumb (loopwright; 0)' },
      'config/read': { config: { model_provider: null, model_providers: {}, mcp_servers: {} } },
      'account/read': { account: { type: 'chatgpt' }, requiresOpenaiAuth: true },
      'thread/start': { thread: { id: ids.thread, path: null }, model: 'gpt-x' },
      'thread/resume': { thread: { id: ids.thread, path: null }, model: 'gpt-x' },
      'thread/fork': { thread: { id: ids.thread, path: null }, model: 'gpt-x' },
      'turn/start': { turn: { id: ids.turn, status: 'inProgress' } },
      'turn/interrupt': {},
    };
    const hear = (message: Message) => {
      if (message.method === undefined) {
        if (waitsFor !== undefined) this.answered[waitsFor] = message.result ?? message.error;
        waitsFor = undefined;
        play();
        return;
      }
      this.asked.push(message);
      if (message.id === undefined || silent.includes(message.method)) return;
      say({ id: message.id, ...(answers[message.method] ?? { result: usual[message.method] ?? null }) });
      if (message.method === 'turn/start') play();
      if (message.method !== 'turn/interrupt') return;
      left.length = 0;
      const turnEnd = { id: ids.turn, items: [], status: 'interrupted', error: null };
      say({ method: 'turn/completed', params: { threadId: ids.thread, turn: turnEnd } });
    };
    if (dies !== undefined) setImmediate(() => over(dies));
    return {
      write: (text) => {
        for (const line of text.trimEnd().split('\n')) hear(JSON.parse(line) as Message);
      },
      closeInput: () => setImmediate(() => over()),
      end: async () => {
        this.ends += 1;
        over({ exitCode: null, signal: 'SIGTERM' });
      },
      ended,
    };
  }
}
