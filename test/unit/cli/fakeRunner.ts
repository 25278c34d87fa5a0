import type { Connect } from '../../../src/cli/world.ts';
import type { RecordedEvent, RunEvent, RunOutcome, RunStart } from '../../../src/model/event.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import { foldAll, type RunState } from '../../../src/model/runState.ts';
import { detailOf, summaryOf } from '../../../src/model/shapes.ts';
import { understandingOf } from '../../../src/model/understanding.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { Prompt, Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../../src/protocol/runner.ts';
import { ada, head, landed, repairEvents, runStart } from './journal.ts';

type Handlers = { readonly [M in RunnerMethod]: (params: RunnerParams<M>) => Result<RunnerReply<M>, Refusal> };

interface KeyedPrompt {
  readonly prompt: Prompt;
  readonly key: number;
}

const refusal = (code: string, message: string) => err({ code, message });

/** A runner in memory that behaves like the real one: events are recorded, then told; state is a fold over them. */
export class FakeRunner {
  readonly journals = new Map<string, RecordedEvent[]>();
  readonly files = new Map<string, { readonly base: string; readonly head: string }>();
  readonly logs = new Map<string, string>();
  readonly asked: string[] = [];
  prompts: KeyedPrompt[] = [];
  running = true;
  /** Runs that are started get no further than their start. */
  stuck = false;
  connections = 0;
  /** Called after every event. */
  afterEvent: (run: string, event: RunEvent) => void = () => {};
  readonly #clients = new Set<FakeClient>();

  readonly connect: Connect = async ({ start }) => {
    if (!this.running && !start) return refusal('no-runner', 'No runner works on this repository.');
    this.running = true;
    this.connections += 1;
    const client = new FakeClient(this);
    this.#clients.add(client);
    return ok(client);
  };

  record(run: string, event: RunEvent): void {
    const journal = this.journals.get(run) ?? [];
    this.journals.set(run, journal);
    const recorded = { seq: journal.length, at: 1_000 + journal.length * 1_000, event };
    journal.push(recorded);
    for (const client of this.#clients) client.tell(run, recorded);
    this.afterEvent(run, event);
  }

  recordAll(run: string, events: Iterable<RunEvent>): void {
    for (const event of events) this.record(run, event);
  }

  /** A run that was repaired and waits. */
  addWaiting(run: string, more: Partial<RunStart> = {}): void {
    this.recordAll(run, repairEvents(runStart(run, more)));
  }

  finish(run: string, outcome: RunOutcome): void {
    this.record(run, { type: 'run.finished', outcome });
  }

  /** The runner dies; its journals stay. */
  die(): void {
    for (const client of this.#clients) client.close();
    this.#clients.clear();
  }

  state(run: string): RunState | undefined {
    return foldAll(this.journals.get(run) ?? []);
  }

  forget(client: FakeClient): void {
    this.#clients.delete(client);
  }

  handle<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Result<RunnerReply<M>, Refusal> {
    this.asked.push(method);
    const handler = this.#handlers[method] as (params: RunnerParams<M>) => Result<RunnerReply<M>, Refusal>;
    return handler(params);
  }

  #known(run: string): Result<RunState, Refusal> {
    const state = this.state(run);
    return state === undefined ? refusal('unknown-run', `no run ${run}`) : ok(state);
  }

  readonly #handlers: Handlers = {
    hello: () => ok({ protocol: 1, build: 'test', pid: process.pid }),
    status: () =>
      ok({
        running: true,
        pid: 4711,
        protocol: 1,
        build: 'test',
        startedAt: '2026-01-01T00:00:00.000Z',
        repository: '/repo',
        socket: '/socket',
        runs: [...this.journals.keys()],
        memoryBytes: 52_000_000,
      }),
    runs: () =>
      ok(
        [...this.journals.keys()]
          .flatMap((run) => this.state(run) ?? [])
          .map(summaryOf)
          .reverse(),
      ),
    show: ({ run }) => {
      const state = this.#known(run);
      return state.ok ? ok(detailOf(state.value)) : state;
    },
    events: ({ run, from }) => ok((this.journals.get(run) ?? []).filter(({ seq }) => seq >= from)),
    start: ({ file, uncommitted }) => {
      if (file.includes('draft') && !uncommitted)
        return refusal(
          'uncommitted',
          `${file} is not committed as it stands. Commit it, or run it with --uncommitted.`,
        );
      const run = `run-${this.journals.size + 1}`;
      const [started, ...rest] = [...repairEvents(runStart(run))];
      if (started !== undefined) this.record(run, started);
      if (!this.stuck) setTimeout(() => this.recordAll(run, rest), 5);
      return ok({ run });
    },
    stop: ({ run }) => {
      this.record(run, { type: 'stop.requested', by: 'Ada' });
      setTimeout(() => this.finish(run, { status: 'stopped', reason: 'Stopped by Ada.' }), 5);
      return ok({});
    },
    prompt: () => {
      const next = this.prompts[0];
      if (next !== undefined) return ok({ status: 'ask', prompt: next.prompt });
      return ok({ status: 'nothing-to-ask', why: 'No valid prompt can be made.' });
    },
    answer: ({ run, prompt, option }) => {
      const asked = this.prompts.shift();
      if (asked?.prompt.id !== prompt) return refusal('stale-prompt', 'Another prompt is asked now.');
      const correct = option === asked.key;
      this.record(run, {
        type: 'signal.sent',
        id: prompt,
        name: 'person',
        value: { kind: 'answered', head, prompt, correct, by: ada },
      });
      const explanation = 'tests fails with the others.';
      return ok({ correct, written: asked.key, path: asked.prompt.path, line: asked.prompt.line, explanation });
    },
    land: ({ run, approval }) => {
      const state = this.#known(run);
      if (!state.ok) return state;
      if (approval.head !== head) return ok({ status: 'refused', reason: 'It is not what was approved.' });
      const gate = understandingOf(state.value.start.understand, state.value.said, head);
      if (!gate.holds) return ok({ status: 'refused', reason: gate.reason });
      this.finish(run, { status: 'delivered', reason: 'Landed on main.', commit: landed });
      return ok({ status: 'delivered', commit: landed });
    },
    reject: ({ run, reason }) => {
      this.finish(run, { status: 'rejected', reason });
      return ok({});
    },
    readFile: ({ path, side }) => {
      const content = this.files.get(path)?.[side];
      return ok({
        ...(content === undefined ? {} : { content: Buffer.from(content).toString('base64') }),
        editable: false,
      });
    },
    writeFile: () => refusal('not-editable', 'not in this fake'),
    readLog: ({ step, offset }) => {
      const text = (this.logs.get(step) ?? '').slice(offset, offset + 5);
      return ok({ text, next: offset + text.length, ended: text === '' });
    },
    clean: ({ run, force }) => {
      const runs = run === undefined ? [...this.journals.keys()] : [run];
      const isKept = (one: string) => this.state(one)?.outcome === undefined && !force;
      return ok({
        removed: runs.filter((one) => !isKept(one)),
        kept: runs.filter(isKept).map((one) => ({ run: one, why: 'its work has not landed' })),
      });
    },
    leave: () => {
      this.running = false;
      return ok({});
    },
  };
}

class FakeClient implements RunnerClient {
  readonly #runner: FakeRunner;
  readonly #events = new Set<(run: string, recorded: RecordedEvent) => void>();
  readonly #closes = new Set<() => void>();
  #closed = false;

  constructor(runner: FakeRunner) {
    this.#runner = runner;
  }

  async request<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<Result<RunnerReply<M>, Refusal>> {
    if (this.#closed) return refusal('disconnected', 'The connection is gone.');
    return this.#runner.handle(method, params);
  }

  tell(run: string, recorded: RecordedEvent): void {
    for (const listener of this.#events) listener(run, recorded);
  }

  onEvent(listener: (run: string, recorded: RecordedEvent) => void): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#closes.add(listener);
    return () => this.#closes.delete(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#runner.forget(this);
    for (const listener of this.#closes) listener();
  }
}

/** A prompt about line 16 of src/booking.js; the first option was written. */
export function promptAbout(id: string): KeyedPrompt {
  return {
    key: 0,
    prompt: {
      id,
      kind: 'which-did-it-write',
      head,
      path: 'src/booking.js',
      line: 16,
      before: ['export function overlaps(a, b) {'],
      after: ['}'],
      options: ['return a < b;', 'return a > b;', 'return a <= b;'],
    },
  };
}
