import type { Change } from '../../../src/model/change.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import { foldAll, type RunState, statusOf } from '../../../src/model/runState.ts';
import { changeOf as changeOfSteps } from '../../../src/model/runView.ts';
import { detailOf, summaryOf } from '../../../src/model/shapes.ts';
import { understandingOf } from '../../../src/model/understanding.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { Prompt, Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../../src/protocol/runner.ts';
import { changeOf, fileChange, objectId, person, RecordedRun } from './recordedRun.ts';

const refusal = (code: string, message: string): Result<never, Refusal> => err({ code, message });
const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (content: string): string => Buffer.from(content, 'base64').toString();

type Answers = { [M in RunnerMethod]: (params: RunnerParams<M>) => Promise<Result<RunnerReply<M>, Refusal>> };

/** The path and the two sides of the one file that the fake's runs change. */
export const changedPath = 'src/price.js';
export const baseText = 'export const price = (a, b) => a - b;\n';
export const headText = 'export const price = (a, b) => a + b;\n';
export const landedCommit = objectId('landed');

/** A runner in memory that behaves: it keeps journals, asks and grades prompts, checks edits, and lands once. */
export class FakeRunner {
  readonly runs = new Map<string, RecordedRun>();
  readonly logs = new Map<string, { text: string; ended: boolean }>();
  /** Which option was written, by prompt: the key that no client sees. */
  readonly #keys = new Map<string, number>();
  readonly #heads = new Map<string, string>();
  readonly #clients = new Set<FakeClient>();
  /** Loop files that are not committed as they stand. */
  readonly uncommitted = new Set<string>();
  /** While set, making a prompt takes until it resolves. */
  slowPrompt: Promise<void> | undefined;
  connections = 0;
  asked: string[] = [];
  #prompts = 0;

  connect(): RunnerClient {
    this.connections += 1;
    const client = new FakeClient(this, () => this.#clients.delete(client));
    this.#clients.add(client);
    return client;
  }

  /** Ends as a killed process does: every connection is lost. */
  die(): void {
    for (const client of [...this.#clients]) client.lose();
  }

  /** A journal whose events every client hears of. */
  newRun(run: string): RecordedRun {
    const recorded = new RecordedRun(run, (event) => {
      for (const client of this.#clients) client.tell(run, event);
    });
    this.runs.set(run, recorded);
    this.#heads.set(run, headText);
    return recorded;
  }

  /** A run that waits for a person with its one changed file. */
  waitingRun(run: string): RecordedRun {
    return this.newRun(run).untilWaiting(this.#changeOf(run));
  }

  answer<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<Result<RunnerReply<M>, Refusal>> {
    this.asked.push(method);
    return (this.#answers[method] as Answers[M])(params);
  }

  /** The key of a prompt, for the test alone. */
  keyOf(prompt: string): number {
    return this.#keys.get(prompt) ?? -1;
  }

  #changeOf(run: string): Change {
    return changeOf([fileChange(changedPath, this.#heads.get(run) ?? '')]);
  }

  #stateOf(run: string): RunState | undefined {
    return foldAll(this.runs.get(run)?.events ?? []);
  }

  readonly #answers: Answers = {
    hello: async () => ok({ protocol: 1, build: 'fake', pid: 1 }),
    status: async () => refusal('fake', 'The fake has no process.'),
    runs: async () => {
      const states = [...this.runs.values()].flatMap(({ events }) => foldAll(events) ?? []);
      return ok(states.map(summaryOf).sort((a, b) => b.startedAt.localeCompare(a.startedAt)));
    },
    show: async ({ run }) => {
      const state = this.#stateOf(run);
      return state === undefined ? this.#unknown(run) : ok(detailOf(state));
    },
    events: async ({ run, from }) => ok((this.runs.get(run)?.events ?? []).slice(from)),
    start: async ({ file, uncommitted }) => {
      if (this.uncommitted.has(file) && !uncommitted) return refusal('uncommitted', `${file} is not committed.`);
      const run = `started-${this.runs.size + 1}`;
      this.newRun(run).start({ file, startedAt: Date.now() });
      return ok({ run });
    },
    stop: async ({ run }) => {
      this.runs.get(run)?.record({ type: 'stop.requested', by: person.name });
      this.runs.get(run)?.record({ type: 'run.finished', outcome: { status: 'stopped', reason: 'Stopped.' } });
      return ok({});
    },
    prompt: async ({ run }) => {
      await this.slowPrompt;
      const state = this.#stateOf(run);
      if (state === undefined) return this.#unknown(run);
      const { holds, reason } = this.#understanding(state);
      return ok(holds ? { status: 'nothing-to-ask', why: reason } : { status: 'ask', prompt: this.#prompt(state) });
    },
    answer: async ({ run, prompt, option }) => {
      const state = this.#stateOf(run);
      const written = this.#keys.get(prompt);
      if (state === undefined || written === undefined) return refusal('unknown-prompt', 'Ask for a prompt first.');
      this.#keys.delete(prompt);
      const correct = option === written;
      const said = { kind: 'answered', head: this.#head(state), prompt, correct, by: person } as const;
      this.runs.get(run)?.record({ type: 'signal.sent', id: prompt, name: 'person', value: said });
      return ok({
        correct,
        written,
        path: changedPath,
        line: 1,
        explanation: 'The check tests fails with the others.',
      });
    },
    land: async ({ run, approval }) => {
      const state = this.#stateOf(run);
      if (state === undefined || statusOf(state) !== 'waiting') return refusal('not-waiting', 'It does not wait.');
      if (approval.head !== this.#head(state))
        return ok({ status: 'refused', reason: 'The change is another by now.' });
      const { holds, reason } = this.#understanding(state);
      if (!holds) return ok({ status: 'refused', reason });
      const outcome = { status: 'delivered', reason: 'Landed on main.', commit: landedCommit } as const;
      this.runs.get(run)?.record({ type: 'signal.taken', key: 'wait', id: null });
      this.runs.get(run)?.record({ type: 'run.finished', outcome });
      return ok({ status: 'delivered', commit: landedCommit });
    },
    reject: async ({ run, reason }) => {
      this.runs.get(run)?.record({ type: 'run.finished', outcome: { status: 'rejected', reason } });
      return ok({});
    },
    readFile: async ({ run, path, side }) => {
      const state = this.#stateOf(run);
      if (state === undefined) return this.#unknown(run);
      const editable = side === 'head' && statusOf(state) === 'waiting';
      if (path !== changedPath) return ok({ editable });
      const text = side === 'base' ? baseText : (this.#heads.get(run) ?? '');
      return ok({ content: encode(text), editable });
    },
    writeFile: async ({ run, content }) => {
      const state = this.#stateOf(run);
      if (state === undefined || statusOf(state) !== 'waiting') return refusal('not-editable', 'It does not wait.');
      this.#heads.set(run, decode(content));
      const value = { kind: 'edited', by: person } as const;
      const recorded = this.runs.get(run);
      recorded?.record({ type: 'signal.sent', id: `edit-${recorded.events.length}`, name: 'person', value });
      recorded?.record({ type: 'signal.taken', key: 'wait', id: null });
      recorded?.commit(2, this.#changeOf(run)).check(2, 0).decide(2, true).await();
      return ok({});
    },
    readLog: async ({ step, offset }) => {
      const log = this.logs.get(step);
      if (log === undefined) return refusal('unknown-step', `There is no step ${step}.`);
      const text = log.text.slice(offset);
      return ok({ text, next: offset + text.length, ended: log.ended });
    },
    clean: async () => ok({ removed: [], kept: [] }),
    leave: async () => {
      setImmediate(() => this.die());
      return ok({});
    },
  };

  #unknown(run: string): Result<never, Refusal> {
    return refusal('unknown-run', `There is no run ${run}.`);
  }

  #head(state: RunState): string {
    return changeOfSteps(state.steps)?.head ?? '';
  }

  #understanding(state: RunState) {
    return understandingOf(state.start.understand, state.said, this.#head(state));
  }

  #prompt(state: RunState): Prompt {
    this.#prompts += 1;
    const id = `prompt-${this.#prompts}`;
    const written = this.#prompts % 3;
    this.#keys.set(id, written);
    const wrong = ['a * b', 'a / b'];
    const options = [0, 1, 2].map((index) => (index === written ? 'a + b' : (wrong.pop() ?? '')));
    const kind = 'which-did-it-write' as const;
    return { id, kind, head: this.#head(state), path: changedPath, line: 1, before: [], after: ['}'], options };
  }
}

type Listener = Parameters<RunnerClient['onEvent']>[0];

class FakeClient implements RunnerClient {
  readonly #runner: FakeRunner;
  readonly #leave: () => void;
  readonly #events = new Set<Listener>();
  readonly #closes = new Set<() => void>();
  #isOpen = true;

  constructor(runner: FakeRunner, leave: () => void) {
    this.#runner = runner;
    this.#leave = leave;
  }

  async request<M extends RunnerMethod>(method: M, params: RunnerParams<M>, signal?: AbortSignal) {
    if (!this.#isOpen) return refusal('disconnected', 'The runner is gone.');
    const cancelled = new Promise<Result<never, Refusal>>((resolve) => {
      signal?.addEventListener('abort', () => resolve(refusal('cancelled', 'Cancelled.')));
    });
    return Promise.race([this.#runner.answer(method, params), cancelled]);
  }

  onEvent(listener: Listener): () => void {
    this.#events.add(listener);
    return () => this.#events.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#closes.add(listener);
    return () => this.#closes.delete(listener);
  }

  tell(...event: Parameters<Listener>): void {
    for (const listener of this.#events) listener(...event);
  }

  lose(): void {
    this.#isOpen = false;
    this.#leave();
    for (const listener of this.#closes) listener();
  }

  close(): void {
    this.#isOpen = false;
    this.#leave();
  }
}
