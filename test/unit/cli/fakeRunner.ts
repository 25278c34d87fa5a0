import type { Connect } from '../../../src/cli/world.ts';
import { Owing, type OwingOf } from '../../../src/comprehension/debt/owing.ts';
import { surprisesOf } from '../../../src/comprehension/surprises.ts';
import type { RecordedEvent, RunEvent, RunStart } from '../../../src/model/event.ts';
import type { Receipt } from '../../../src/model/firing.ts';
import type { InboxEntry } from '../../../src/model/inbox.ts';
import type { Insights } from '../../../src/model/insights.ts';
import type { EditorModelName } from '../../../src/model/modelAsk.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { PersonSays } from '../../../src/model/person.ts';
import { creditOf, type Given, type Prompt } from '../../../src/model/prompt.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import { foldAll, type RunState } from '../../../src/model/runState.ts';
import { type ItemView, itemMeant, itemsOf } from '../../../src/model/runView.ts';
import { detailOf, saidTo, summaryOf } from '../../../src/model/shapes.ts';
import type { Cost } from '../../../src/model/spend.ts';
import type { Item } from '../../../src/model/steps.ts';
import { understandingOf } from '../../../src/model/understanding.ts';
import type { WorktreeRow } from '../../../src/model/worktreeRow.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import {
  type Changed,
  type Forecast,
  protocolVersion,
  type Refusal,
  type RunnerMethod,
  type RunnerParams,
  type RunnerReply,
  type ScheduledLoop,
} from '../../../src/protocol/runner.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { readLog } from '../../../src/runner/logs.ts';
import { Refused } from '../../../src/runner/refusal.ts';
import { searchLog } from '../../../src/runner/searchLog.ts';
import { readerOf } from '../../../src/runner/understanding/readerOf.ts';
import { recordsAbout, unitsAt } from '../../../src/runner/understanding/why.ts';
import { FakeReview } from './fakeReview.ts';
import { ada, concludeEvents, foundEvents, head, itemEvents, landed, repairEvents, runStart } from './journal.ts';

type Handlers = {
  readonly [M in RunnerMethod]: (params: RunnerParams<M>) => RunnerReply<M> | Promise<RunnerReply<M>>;
};

interface KeyedPrompt {
  readonly prompt: Prompt;
  readonly key: Extract<Given, { by: 'one' }>;
}

const refusal = (code: string, message: string) => err({ code, message });

/** A version of a state document, named as git would. */
const version = (number: number): string => number.toString(16).padStart(40, '0');

/** A runner in memory that behaves like the real one: events are recorded, then told; state is a fold over them. */
export class FakeRunner {
  readonly journals = new Map<string, RecordedEvent[]>();
  readonly files = new Map<string, { readonly base: string; readonly head: string }>();
  readonly logs = new Map<string, string>();
  /** The folder of the run on disk; then logs come from there. */
  folder: string | undefined;
  readonly asked: string[] = [];
  /** Decisions, answers and inputs, as they arrived. */
  readonly decisions: RunnerParams<'decide'>[] = [];
  readonly lessons: string[] = [];
  readonly inputs = new Map<string, RunnerParams<'start'>['inputs']>();
  /** All versions of the state document of each loop, oldest first. */
  readonly documents = new Map<string, string[]>();
  readonly loops = new Map<string, ScheduledLoop>();
  receipts: Receipt[] = [];
  costs: Cost[] = [];
  forecast: Forecast | undefined;
  worktrees: WorktreeRow[] = [];
  insights: Insights | undefined;
  prompts: KeyedPrompt[] = [];
  /** About what landed, and how each was answered. */
  quizzes: KeyedPrompt[] = [];
  readonly quizzed: Pick<RunnerParams<'quizAnswer'>, 'confidence' | 'looked'>[] = [];
  nothingToPay = 'You owe nothing: there is nothing to pay back.';
  /** What has landed and who knows it, and what stands of it. */
  landings: Pick<OwingOf, 'rows' | 'standing'> = { rows: [], standing: [] };
  /** Why runs were started in spite of the debt. */
  readonly despite: string[] = [];
  readonly review = new FakeReview();
  running = true;
  pid = 4711;
  /** Runs that are started get no further than their start. */
  stuck = false;
  connections = 0;
  /** Refuses these requests. */
  readonly refuses = new Map<RunnerMethod, Refusal>();
  /** Called after every event. */
  afterEvent: (run: string, event: RunEvent) => void = () => {};
  /** What the windows offer. */
  models: readonly EditorModelName[] = [];
  readonly #clients = new Set<FakeClient>();
  readonly inbox = new Inbox({
    append: async () => {},
    earlier: [],
    live: () => [...this.journals.keys()].flatMap((run) => this.#living(run)),
    clock: () => Date.now(),
  });

  readonly connect: Connect = async ({ start }) => {
    if (!this.running && !start) return refusal('no-runner', 'No runner works on this repository.');
    this.running = true;
    this.connections += 1;
    const client = new FakeClient(this);
    this.#clients.add(client);
    return ok(client);
  };

  #living(run: string): readonly RunState[] {
    const state = this.state(run);
    return state === undefined || state.outcome !== undefined ? [] : [state];
  }

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

  /** A run that found items; those named in `waiting` are repaired and wait. */
  addItems(run: string, items: readonly Item[], waiting: readonly string[], more: Partial<RunStart> = {}): void {
    const start = runStart(run, more);
    this.recordAll(run, foundEvents(start, items));
    for (const id of waiting) this.recordAll(run, itemEvents(start, id));
  }

  /** An item waits at a gate (`gate/<id>`) or asks how to go on (`ask`). */
  await(run: string, item: string, what: string): void {
    this.record(run, { type: 'signal.awaited', key: `${item}/${what}/1`, box: item });
  }

  finish(run: string, outcome: RunOutcome): void {
    this.record(run, { type: 'run.finished', outcome });
  }

  /** One item ends, and the run with the last one. */
  conclude(run: string, item: string, outcome: RunOutcome): void {
    const start = this.#known(run).start;
    this.recordAll(run, concludeEvents(start, item, outcome));
    if (itemsOf(this.#known(run)).every((one) => one.outcome !== undefined)) this.finish(run, outcome);
  }

  /** A run cannot go on, although it has not ended. */
  break(run: string, why: string): void {
    for (const client of this.#clients) client.break(run, why);
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

  /** Questions whose agent is still at work. */
  readonly working = new Set<string>();

  raise(entry: Partial<InboxEntry> & Pick<InboxEntry, 'id' | 'kind' | 'actions'>): Promise<void> {
    const rest = { loop: 'triage', title: 'A title', why: 'Because.', at: Date.now() - 7_200_000 };
    return this.inbox.raise({ severity: 'medium', ...rest, ...entry });
  }

  async handle<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<Result<RunnerReply<M>, Refusal>> {
    this.asked.push(method);
    const refused = this.refuses.get(method);
    if (refused !== undefined) return err(refused);
    const handler = this.#handlers[method] as (params: RunnerParams<M>) => RunnerReply<M> | Promise<RunnerReply<M>>;
    try {
      return ok(await handler(params));
    } catch (error) {
      if (error instanceof Refused) return err(error.refusal);
      throw error;
    }
  }

  #known(run: string): RunState {
    const state = this.state(run);
    if (state === undefined) throw new Refused('unknown-run', `no run ${run}`);
    return state;
  }

  #item(run: string, named: string | undefined): ItemView {
    const item = itemMeant(this.#known(run), named);
    if (item === undefined) throw new Refused('unknown-item', `Run ${run} has no item ${named}.`);
    return item;
  }

  #waiting(run: string, named: string | undefined): ItemView {
    const item = this.#item(run, named);
    if (item.status === 'waiting') return item;
    throw new Refused('not-waiting', `Run ${run} does not wait for a person.`);
  }

  /** What a person says is heard at once. */
  #say(run: string, item: string, value: PersonSays): void {
    const id = `said-${this.journals.get(run)?.length}`;
    const key = this.#known(run).items.get(item)?.awaits?.key ?? `${item}/wait/1`;
    this.record(run, { type: 'signal.sent', id, box: item, value });
    this.record(run, { type: 'signal.taken', key, id });
  }

  readonly #handlers: Handlers = {
    hello: () => ({ protocol: protocolVersion, build: 'test', pid: process.pid }),
    status: () => ({
      running: true,
      pid: this.pid,
      protocol: protocolVersion,
      build: '0.1.0+test',
      startedAt: '2026-01-01T00:00:00.000Z',
      repository: '/repo',
      socket: '/socket',
      runs: [...this.journals.keys()],
      memoryBytes: 52_000_000,
    }),
    runs: ({ limit, loops, states }) => {
      const found = [...this.journals.keys()]
        .flatMap((run) => this.state(run) ?? [])
        .map(summaryOf)
        .reverse()
        .filter(({ loop, status }) => loops?.includes(loop) !== false && states?.includes(status) !== false);
      return { runs: found.slice(0, limit), more: limit !== undefined && limit < found.length };
    },
    pause: ({ run }) => {
      if (this.#known(run).paused !== undefined) throw new Refused('already-paused', `Run ${run} is paused already.`);
      this.record(run, { type: 'pause.requested', by: ada });
      return {};
    },
    resume: ({ run }) => {
      if (this.#known(run).paused === undefined) throw new Refused('not-paused', `Run ${run} is not paused.`);
      this.record(run, { type: 'resume.requested', by: ada });
      return {};
    },
    note: ({ run, item: named, text }) => {
      const item = named === undefined ? {} : { item: this.#item(run, named).id };
      this.record(run, {
        type: 'note.written',
        note: { id: `note-${this.journals.get(run)?.length}`, ...item, text, by: ada },
      });
      return {};
    },
    raise: ({ run, ...to }) => {
      this.record(run, { type: 'limits.raised', to, by: ada });
      return {};
    },
    retry: ({ run: earlier, item: named, iteration, note = '' }) => {
      const { id, key } = this.#item(earlier, named);
      const run = `run-${this.journals.size + 1}`;
      const retry = { run: earlier, item: { id, key, data: {} }, iteration, told: note };
      this.record(run, { type: 'run.started', start: runStart(run, { retry }) });
      return { run };
    },
    iterationPatch: notHere,
    reviewOutline: ({ run, item }) => {
      const { change } = this.#item(run, item);
      return change === undefined ? notHere() : this.review.outline(change);
    },
    reviewMarks: () => this.review.marks(),
    mark: ({ marks }) => {
      this.review.mark(marks);
      return {};
    },
    lineOrigins: notHere,
    takeOut: ({ run, item }) => {
      this.#say(run, this.#item(run, item).id, { kind: 'edited', by: ada, takenOut: [] });
      return {};
    },
    requestChanges: ({ run, item, head: read, note }) => {
      const asked = { head: read, remarks: [], takenOut: [], ...(note === undefined ? {} : { note }) };
      this.#say(run, this.#item(run, item).id, { kind: 'request-changes', ...asked, by: ada });
      return {};
    },
    worktrees: () => [...this.worktrees],
    insights: () => this.insights ?? notHere(),
    today: notHere,
    attended: notHere,
    expectChoices: () => ({ paths: ['src/booking.js', 'src/room.js', 'src/time.js'] }),
    expect: ({ paths }) => surprisesOf(paths, ['src/booking.js']),
    override: ({ run, item, head: read, reason }) => {
      const { id } = this.#waiting(run, item);
      if (read !== head) throw new Refused('changed', 'It is not what was read.');
      this.#say(run, id, { kind: 'override', head, reason, by: ada });
      return {};
    },
    readUnits: notHere,
    debt: ({ of }) => {
      const owing = new Owing(this.landings);
      const now = Date.now();
      const me = { reader: readerOf(ada.email), now };
      const units = [...owing.units(of === 'me' ? me : { now })];
      return { me: 'Ada <ada@example.com>', mine: owing.sum(me), repository: owing.sum({ now }), units };
    },
    quiz: () => {
      const next = this.quizzes[0];
      if (next !== undefined) return { status: 'ask', prompt: next.prompt };
      return { status: 'nothing-to-ask', why: this.nothingToPay };
    },
    quizAnswer: ({ prompt, given, ...how }) => {
      const asked = this.quizzes.shift();
      if (asked?.prompt.id !== prompt) throw new Refused('unknown-prompt', 'This prompt is not open.');
      this.quizzed.push(how);
      const { unit, path, side, line } = asked.prompt;
      const correct = given.by === 'one' && given.option === asked.key.option;
      const credit = correct ? creditOf(asked.prompt, how) : 0;
      const { rows, standing } = this.landings;
      const body = standing.find((one) => one.unit === unit)?.body ?? '';
      const row = { v: 1, row: 'answered', at: Date.now(), unit, body, credit, rating: 'good' } as const;
      if (credit > 0) this.landings = { rows: [...rows, { reader: readerOf(ada.email), row }], standing };
      const explanation = 'tests fails with the others.';
      return { correct, credit, key: asked.key, path, side, line, lineText: '  return a < b;', explanation };
    },
    why: ({ path, line }) => {
      this.asked.push(`why ${path} ${line}`);
      return recordsAbout(this.landings.rows, unitsAt(this.landings.standing, path, line));
    },
    show: ({ run }) => detailOf(this.#known(run)),
    events: ({ run, from }) => (this.journals.get(run) ?? []).filter(({ seq }) => seq >= from),
    start: ({ file, uncommitted, inputs, despiteDebt }) => {
      if (despiteDebt !== undefined) this.despite.push(despiteDebt);
      if (file.includes('draft') && !uncommitted) {
        const message = `${file} is not committed as it stands. Commit it, or run it with --uncommitted.`;
        throw new Refused('uncommitted', message);
      }
      const run = `run-${this.journals.size + 1}`;
      this.inputs.set(run, inputs);
      const [started, ...rest] = [...repairEvents(runStart(run, { inputs: inputs ?? {} }))];
      if (started !== undefined) this.record(run, started);
      if (!this.stuck) setTimeout(() => this.recordAll(run, rest), 5);
      return { run };
    },
    stop: ({ run }) => {
      this.record(run, { type: 'stop.requested', by: 'Ada' });
      setTimeout(() => this.finish(run, { status: 'stopped', reason: 'Stopped by Ada.' }), 5);
      return {};
    },
    prompt: () => {
      const next = this.prompts[0];
      if (next !== undefined) return { status: 'ask', prompt: next.prompt };
      return { status: 'nothing-to-ask', why: 'No valid prompt can be made.' };
    },
    answer: ({ run, item, prompt, given, ...how }) => {
      const { id } = this.#waiting(run, item);
      const asked = this.prompts.shift();
      if (asked?.prompt.id !== prompt) throw new Refused('stale-prompt', 'Another prompt is asked now.');
      const { path, side, line } = asked.prompt;
      const correct = given.by === 'one' && given.option === asked.key.option;
      const credit = correct ? creditOf(asked.prompt, how) : 0;
      this.#say(run, id, { kind: 'answered', head, prompt, correct, credit, ...how, by: ada });
      const explanation = 'tests fails with the others.';
      return { correct, credit, key: asked.key, path, side, line, lineText: '  return a < b;', explanation };
    },
    land: ({ run, item: named, approval }) => {
      const state = this.#known(run);
      const { id } = this.#waiting(run, named);
      if (approval.head !== head) return { status: 'refused', reason: 'It is not what was approved.' };
      const gate = understandingOf(state.start.understand, saidTo(state, id), head);
      if (!gate.holds) return { status: 'refused', reason: gate.reason };
      this.#say(run, id, { kind: 'land', approval, by: ada });
      this.conclude(run, id, { status: 'delivered', reason: 'Landed on main.', commit: landed });
      return { status: 'delivered', commit: landed };
    },
    reject: ({ run, item, reason }) => {
      const { id } = this.#waiting(run, item);
      this.#say(run, id, { kind: 'reject', reason, by: ada });
      this.conclude(run, id, { status: 'rejected', reason });
      return {};
    },
    approve: ({ run, item, gate }) => {
      const { id, waitsFor } = this.#waiting(run, item);
      if (waitsFor?.kind !== 'gate' || (gate !== undefined && gate !== waitsFor.about)) {
        throw new Refused('no-gate', 'It waits at no such gate.');
      }
      this.#say(run, id, { kind: 'approve', gate: waitsFor.about, by: ada });
      return {};
    },
    continue: ({ run, item, note }) => {
      const { id, waitsFor } = this.#waiting(run, item);
      if (waitsFor?.kind !== 'question') throw new Refused('not-asking', 'It does not ask.');
      this.#say(run, id, { kind: 'continue', note, by: ada });
      return {};
    },
    readFile: ({ path, side }) => {
      const content = this.files.get(path)?.[side];
      return {
        ...(content === undefined ? {} : { content: Buffer.from(content).toString('base64') }),
        editable: false,
      };
    },
    writeFile: () => {
      throw new Refused('not-editable', 'not in this fake');
    },
    readLog: ({ run, step, offset, form }) => {
      if (this.folder !== undefined) {
        return readLog(this.folder, this.#known(run), { step, offset, ...(form === undefined ? {} : { form }) });
      }
      const text = (this.logs.get(step) ?? '').slice(offset, offset + 5);
      return { text, next: offset + text.length, ended: text === '' };
    },
    searchLog: ({ run, ...what }) => {
      this.#known(run);
      return searchLog(this.folder ?? '/nowhere', what);
    },
    clean: ({ run, force }) => {
      const runs = run === undefined ? [...this.journals.keys()] : [run];
      const isKept = (one: string) => this.state(one)?.outcome === undefined && !force;
      return {
        removed: runs.filter((one) => !isKept(one)),
        kept: runs.filter(isKept).map((one) => ({ run: one, why: 'its work has not landed' })),
      };
    },
    inbox: () => [...this.inbox.open()],
    dismiss: async ({ id, why }) => {
      await this.inbox.dismiss(id, why, ada.name);
      return {};
    },
    snooze: async ({ id, until }) => {
      await this.inbox.snooze(id, until, ada.name);
      return {};
    },
    decide: async (decision) => {
      this.decisions.push(decision);
      const id = `finding:${decision.loop}:${decision.finding}`;
      await this.inbox.close({ id, why: 'Decided.', at: Date.now(), by: ada.name });
      return {};
    },
    reply: async ({ id, text }) => {
      if (this.inbox.find(id)?.kind !== 'question') throw new Refused('no-question', 'It asks nothing.');
      this.lessons.push(text);
      await this.inbox.close({ id, why: 'Answered.', at: Date.now(), by: ada.name });
      return { heard: this.working.has(id) };
    },
    state: ({ loop }) => {
      const versions = this.documents.get(loop) ?? [];
      const document = versions.at(-1) ?? '';
      return { document, ...(versions.length === 0 ? {} : { head: version(versions.length) }) };
    },
    // Lines that a run has written since the version that was edited are kept.
    writeState: ({ loop, head: edited, document }) => {
      const versions = this.documents.get(loop) ?? [];
      const at = edited === undefined ? 0 : Number.parseInt(edited, 16);
      if (at > versions.length) throw new Refused('unknown-version', `There is no version ${edited}.`);
      const known = new Set((versions[at - 1] ?? '').split('\n'));
      const newer = (versions.at(-1) ?? '').split('\n').filter((line) => !known.has(line));
      this.documents.set(loop, [...versions, [document.trimEnd(), ...newer, ''].join('\n')]);
      return {};
    },
    schedule: ({ receipts }) => ({
      loops: [...this.loops.values()],
      receipts: [...this.receipts].sort((a, b) => b.at - a.at).slice(0, receipts),
    }),
    enable: ({ file }) => this.#switch(file, 'on', ''),
    disable: ({ file }) => this.#switch(file, 'off', 'Nobody has allowed it.'),
    costs: ({ from }) => this.costs.filter(({ at }) => at >= from).sort((a, b) => a.at - b.at),
    agents: () => [],
    models: () => [...this.models],
    offerModels: () => ({}),
    forecast: () => {
      const unknown = { tokens: null, costUsd: null };
      const none = { runs: 0, low: unknown, middle: unknown, high: unknown, words: 'The next run: unknown.' };
      return this.forecast ?? none;
    },
    claim: () => ({ first: true }),
    leave: () => {
      this.running = false;
      return {};
    },
  };

  #switch(file: string, state: ScheduledLoop['state'], why: string): Record<string, never> {
    const loop = this.loops.get(file);
    if (loop === undefined) {
      throw new Refused('only-manual', `${file} is started by people alone, so there is nothing to enable.`);
    }
    this.loops.set(file, { ...loop, state, why });
    return {};
  }
}

class FakeClient implements RunnerClient {
  readonly #runner: FakeRunner;
  readonly #events = new Set<(run: string, recorded: RecordedEvent) => void>();
  readonly #breaks = new Set<(run: string, why: string) => void>();
  readonly #changes = new Set<(what: Changed) => void>();
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

  /** No model is ever asked for. */
  onModelAsk(): void {}

  onChanged(listener: (what: Changed) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  /** Something beside the runs has changed. */
  tellChanged(what: Changed): void {
    for (const listener of this.#changes) listener(what);
  }

  onBroken(listener: (run: string, why: string) => void): () => void {
    this.#breaks.add(listener);
    return () => this.#breaks.delete(listener);
  }

  /** A run cannot go on. */
  break(run: string, why: string): void {
    for (const listener of this.#breaks) listener(run, why);
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
    key: { by: 'one', option: 0 },
    prompt: {
      id,
      kind: 'which-did-it-write',
      head,
      unit: 'src/booking.js#overlaps',
      path: 'src/booking.js',
      side: 'head',
      line: 16,
      question: 'Which line did it write? Line 16 is one of these.',
      before: ['export function overlaps(a, b) {'],
      shown: [],
      after: ['}'],
      ask: { by: 'one', options: ['return a < b;', 'return a > b;', 'return a <= b;'] },
      book: 'closed',
    },
  };
}

const notHere = (): never => {
  throw new Refused('fake', 'The fake does not do that.');
};
