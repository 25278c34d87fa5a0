import type { Change } from '../../../src/model/change.ts';
import type { RunOutcome } from '../../../src/model/outcome.ts';
import type { PersonSays } from '../../../src/model/person.ts';
import { creditOf, type Prompt } from '../../../src/model/prompt.ts';
import { err, ok, type Result } from '../../../src/model/result.ts';
import type { ReviewOutline } from '../../../src/model/reviewOutline.ts';
import { foldAll, type RunState } from '../../../src/model/runState.ts';
import { type ItemView, itemMeant } from '../../../src/model/runView.ts';
import { detailOf, saidTo, summaryOf } from '../../../src/model/shapes.ts';
import type { Item } from '../../../src/model/steps.ts';
import { understandingOf } from '../../../src/model/understanding.ts';
import type { RunnerClient } from '../../../src/protocol/client.ts';
import type { AnswerModelAsk } from '../../../src/protocol/models.ts';
import {
  type Changed,
  protocolVersion,
  type Refusal,
  type RunnerMethod,
  type RunnerParams,
  type RunnerReply,
  type ScheduledLoop,
} from '../../../src/protocol/runner.ts';
import { Claims } from '../../../src/runner/claims.ts';
import { FakeReview } from './fakeReview.ts';
import { changeOf, fileChange, objectId, person, RecordedRun } from './recordedRun.ts';
import { me, outlined, outlineOf, pieceAtLine, unitOf } from './reviewScene.ts';

const refusal = (code: string, message: string): Result<never, Refusal> => err({ code, message });
const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (content: string): string => Buffer.from(content, 'base64').toString();

type Answers = { [M in RunnerMethod]: (params: RunnerParams<M>) => Promise<Result<RunnerReply<M>, Refusal>> };

/** The path and the two sides of the one file that the fake's runs change, each item's the same. */
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
  readonly #reviews = new Map<string, FakeReview>();
  readonly #clients = new Set<FakeClient>();
  /** Loop files that are not committed as they stand. */
  readonly uncommitted = new Set<string>();
  /** What starts by itself, by file. */
  readonly scheduled = new Map<string, ScheduledLoop>();
  /** Inputs of the runs that were started, the newest last. */
  readonly inputs: NonNullable<RunnerParams<'start'>['inputs']>[] = [];
  /** While set, making a prompt takes until it resolves. */
  slowPrompt: Promise<void> | undefined;
  readonly #claims = new Claims();
  connections = 0;
  /** What people expected of changes, the newest last. */
  readonly expected: { readonly paths: readonly string[]; readonly words: string }[] = [];
  /** What windows offered, the newest last. */
  readonly offers: RunnerParams<'offerModels'>[] = [];
  asked: string[] = [];
  #prompts = 0;

  connect(): RunnerClient {
    this.connections += 1;
    const client = new FakeClient(this, () => this.#clients.delete(client));
    this.#clients.add(client);
    return client;
  }

  /** What people said in the review of an item. */
  reviewOf(run: string, item = 'default'): FakeReview {
    const place = `${run}/${item}`;
    const review = this.#reviews.get(place) ?? new FakeReview();
    this.#reviews.set(place, review);
    return review;
  }

  /** Tells every client that something beside the runs has changed. */
  tellChanged(what: Changed): void {
    for (const client of this.#clients) client.tellChanged(what);
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
    return recorded;
  }

  /** A run that waits for a person with its one changed file. */
  waitingRun(run: string): RecordedRun {
    return this.newRun(run).untilWaiting(this.#changeOf(`${run}/default`));
  }

  /** A run of items, each with a change that waits. */
  waitingItems(run: string, items: readonly Item[]): RecordedRun {
    const recorded = this.newRun(run).start().found(items);
    for (const { id } of items)
      recorded
        .prepare(id)
        .pass(this.#changeOf(`${run}/${id}`), id)
        .await(id);
    return recorded;
  }

  answer<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<Result<RunnerReply<M>, Refusal>> {
    this.asked.push(method);
    return (this.#answers[method] as Answers[M])(params);
  }

  /** The key of a prompt, for the test alone. */
  keyOf(prompt: string): number {
    return this.#keys.get(prompt) ?? -1;
  }

  #changeOf(place: string): Change {
    return changeOf([fileChange(changedPath, this.#heads.get(place) ?? headText)]);
  }

  #stateOf(run: string): RunState | undefined {
    return foldAll(this.runs.get(run)?.events ?? []);
  }

  /** Its change has one file with one function, of which one line is another. */
  #outline({ view }: Meant): ReviewOutline {
    const { base = '', head = '', tree = '', files = [] } = view.change ?? {};
    const units = files.map(({ path, newBlob }) =>
      unitOf(path, 'price', [pieceAtLine(`piece ${newBlob}`, 1)], { digest: `digest ${newBlob}` }),
    );
    return outlineOf(
      files.map((file, n) => ({ ...outlined(file.path, units.slice(n, n + 1)), file })),
      { base, head, tree },
    );
  }

  /** The item that a request means, as the runner takes it. */
  #itemOf({ run, item }: { readonly run: string; readonly item?: string | undefined }): Meant | undefined {
    const [recorded, state] = [this.runs.get(run), this.#stateOf(run)];
    const view = state && itemMeant(state, item);
    return recorded && state && view && { recorded, state, view };
  }

  /** Hands over what a person said to an item that waits; it has heard it when this returns. */
  #tell({ recorded, view }: Meant, value: PersonSays): void {
    const id = `said-${recorded.events.length}`;
    recorded.record({ type: 'signal.sent', id, box: view.id, value });
    recorded.record({ type: 'signal.taken', key: `${view.id}/wait`, id });
  }

  /** The run ends with its last item. */
  #end({ recorded, view }: Meant, outcome: RunOutcome): void {
    recorded.conclude(outcome, view.id);
    const after = foldAll(recorded.events);
    const isOpen = after && [...after.items.values()].some(({ awaits }) => awaits !== undefined);
    if (!isOpen) recorded.end(outcome);
  }

  readonly #answers: Answers = {
    hello: async () => ok({ protocol: protocolVersion, build: 'fake', pid: 1 }),
    status: async () => refusal('fake', 'The fake has no process.'),
    runs: async ({ limit = Number.POSITIVE_INFINITY, before, loops, states, text }) => {
      const all = [...this.runs.values()].flatMap(({ events }) => foldAll(events) ?? []).map(summaryOf);
      const found = all
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
        .filter((run) => loops?.includes(run.loop) ?? true)
        .filter((run) => states?.includes(run.status) ?? true)
        .filter((run) => `${run.loop} ${run.reason}`.includes(text ?? ''));
      const runs = found.slice(found.findIndex(({ id }) => id === before) + 1).slice(0, limit);
      return ok({ runs, more: runs.at(-1) !== found.at(-1) });
    },
    pause: async () => refusal('fake', 'The fake does not do that.'),
    resume: async () => refusal('fake', 'The fake does not do that.'),
    note: async () => refusal('fake', 'The fake does not do that.'),
    raise: async () => refusal('fake', 'The fake does not do that.'),
    retry: async () => refusal('fake', 'The fake does not do that.'),
    iterationPatch: async () => refusal('fake', 'The fake does not do that.'),
    lineOrigins: async () => refusal('fake', 'The fake does not do that.'),
    reviewOutline: async (of) => {
      const meant = this.#itemOf(of);
      return meant === undefined ? this.#unknown(of.run) : ok(this.#outline(meant));
    },
    reviewMarks: async (of) => {
      const meant = this.#itemOf(of);
      return meant === undefined
        ? this.#unknown(of.run)
        : ok(this.reviewOf(of.run, meant.view.id).marksOf(me, headOf(meant)));
    },
    mark: async ({ marks, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant === undefined) return this.#unknown(of.run);
      this.reviewOf(of.run, meant.view.id).mark(marks, me);
      this.tellChanged('review');
      return ok({});
    },
    takeOut: async ({ head, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.status !== 'waiting') return refusal('not-waiting', 'It does not wait.');
      if (head !== headOf(meant)) return refusal('other-head', 'The change is another by now. Read it again.');
      this.#tell(meant, { kind: 'edited', by: person, takenOut: [] });
      this.reviewOf(of.run, meant.view.id).takenOut();
      const { recorded, view } = meant;
      const kept = changeOf([fileChange(changedPath, `${head} without what was taken out`)]);
      recorded.commit(2, kept, view.id).check(2, 0, 'tests', view.id).decide(2, true, { item: view.id }).await(view.id);
      this.tellChanged('review');
      return ok({});
    },
    requestChanges: async ({ head, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.status !== 'waiting') return refusal('not-waiting', 'It does not wait.');
      if (head !== headOf(meant)) return refusal('other-head', 'The change is another by now. Read it again.');
      this.reviewOf(of.run, meant.view.id).send(1);
      this.#tell(meant, { kind: 'request-changes', head, remarks: [], takenOut: [], by: person });
      this.tellChanged('review');
      return ok({});
    },
    worktrees: async () => refusal('fake', 'The fake does not do that.'),
    insights: async () => refusal('fake', 'The fake does not do that.'),
    today: async () => refusal('fake', 'The fake does not do that.'),
    attended: async () => refusal('fake', 'The fake does not do that.'),
    show: async ({ run }) => {
      const state = this.#stateOf(run);
      return state === undefined ? this.#unknown(run) : ok(detailOf(state));
    },
    events: async ({ run, from }) => ok((this.runs.get(run)?.events ?? []).slice(from)),
    start: async ({ file, uncommitted, inputs = {} }) => {
      if (this.uncommitted.has(file) && !uncommitted) return refusal('uncommitted', `${file} is not committed.`);
      this.inputs.push(inputs);
      const run = `started-${this.runs.size + 1}`;
      this.newRun(run).start({ file, startedAt: Date.now() });
      return ok({ run });
    },
    stop: async ({ run }) => {
      this.runs.get(run)?.record({ type: 'stop.requested', by: person.name });
      this.runs.get(run)?.record({ type: 'run.finished', outcome: { status: 'stopped', reason: 'Stopped.' } });
      return ok({});
    },
    prompt: async (of) => {
      await this.slowPrompt;
      const meant = this.#itemOf(of);
      if (meant === undefined) return this.#unknown(of.run);
      const { mayAsk, reason } = this.#understanding(meant);
      return ok(mayAsk ? { status: 'ask', prompt: this.#prompt(meant) } : { status: 'nothing-to-ask', why: reason });
    },
    answer: async ({ prompt, given, confidence, looked, ...of }) => {
      const meant = this.#itemOf(of);
      const written = this.#keys.get(prompt);
      if (meant === undefined || written === undefined) return refusal('unknown-prompt', 'Ask for a prompt first.');
      this.#keys.delete(prompt);
      const correct = given.by === 'one' && given.option === written;
      const how = { confidence, looked };
      const credit = correct ? creditOf({ kind: 'which-did-it-write', book: 'closed' }, how) : 0;
      const said = { kind: 'answered', head: headOf(meant), prompt, correct, credit, ...how, by: person } as const;
      meant.recorded.record({ type: 'signal.sent', id: prompt, box: meant.view.id, value: said });
      const explanation = 'The check tests fails with the others.';
      const place = { path: changedPath, side: 'head', line: 1, lineText: 'a + b' } as const;
      return ok({ correct, credit, key: { by: 'one', option: written }, ...place, explanation });
    },
    land: async ({ approval, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.status !== 'waiting') return refusal('not-waiting', 'It does not wait.');
      if (approval.head !== headOf(meant)) return ok({ status: 'refused', reason: 'The change is another by now.' });
      const { holds, reason } = this.#understanding(meant);
      if (!holds) return ok({ status: 'refused', reason });
      this.#tell(meant, { kind: 'land', approval, by: person });
      this.#end(meant, { status: 'delivered', reason: 'Landed on main.', commit: landedCommit });
      return ok({ status: 'delivered', commit: landedCommit });
    },
    reject: async ({ reason, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.status !== 'waiting') return refusal('not-waiting', 'It does not wait.');
      this.#tell(meant, { kind: 'reject', reason, by: person });
      this.#end(meant, { status: 'rejected', reason });
      return ok({});
    },
    approve: async ({ gate, ...of }) => {
      const meant = this.#itemOf(of);
      const waitsFor = meant?.view.waitsFor;
      if (meant === undefined || waitsFor?.kind !== 'gate') return refusal('no-gate', 'It waits at no gate.');
      this.#tell(meant, { kind: 'approve', gate: gate ?? waitsFor.about, by: person });
      return ok({});
    },
    continue: async ({ note, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.waitsFor?.kind !== 'question') return refusal('not-asking', 'It does not ask.');
      this.#tell(meant, { kind: 'continue', note, by: person });
      return ok({});
    },
    readFile: async ({ path, side, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant === undefined) return this.#unknown(of.run);
      const editable = side === 'head' && meant.view.status === 'waiting';
      if (path !== changedPath) return ok({ editable });
      const text = side === 'base' ? baseText : (this.#heads.get(`${of.run}/${meant.view.id}`) ?? headText);
      return ok({ content: encode(text), editable });
    },
    writeFile: async ({ content, path: _path, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant?.view.status !== 'waiting') return refusal('not-editable', 'It does not wait.');
      const { recorded, view } = meant;
      const place = `${of.run}/${view.id}`;
      this.#heads.set(place, decode(content));
      this.#tell(meant, { kind: 'edited', by: person });
      recorded
        .commit(2, this.#changeOf(place), view.id)
        .check(2, 0, 'tests', view.id)
        .decide(2, true, { item: view.id })
        .await(view.id);
      return ok({});
    },
    readLog: async ({ step, offset }) => {
      const log = this.logs.get(step);
      if (log === undefined) return refusal('unknown-step', `There is no step ${step}.`);
      const text = log.text.slice(offset);
      return ok({ text, next: offset + text.length, ended: log.ended });
    },
    searchLog: notHere,
    clean: async () => ok({ removed: [], kept: [] }),
    schedule: async () => ok({ loops: [...this.scheduled.values()], receipts: [] }),
    enable: async ({ file }) => this.#switch(file, 'on'),
    disable: async ({ file }) => this.#switch(file, 'off'),
    // What the editor does not ask for yet.
    inbox: notHere,
    dismiss: notHere,
    snooze: notHere,
    decide: notHere,
    reply: notHere,
    state: notHere,
    writeState: notHere,
    costs: notHere,
    forecast: notHere,
    expectChoices: async (of) =>
      this.#itemOf(of) === undefined
        ? this.#unknown(of.run)
        : ok({ paths: ['src/other.js', changedPath, 'src/tax.js'] }),
    expect: async ({ paths, words, ...of }) => {
      if (this.#itemOf(of) === undefined) return this.#unknown(of.run);
      this.expected.push({ paths, words });
      return ok({
        unexpected: paths.includes(changedPath) ? [] : [changedPath],
        untouched: paths.filter((path) => path !== changedPath),
        foreseen: paths.filter((path) => path === changedPath),
      });
    },
    override: async ({ head, reason, ...of }) => {
      const meant = this.#itemOf(of);
      if (meant === undefined) return this.#unknown(of.run);
      if (head !== headOf(meant)) return refusal('changed', 'The change is another by now.');
      if (this.#understanding(meant).holds) return refusal('gate-holds', 'The gate is open.');
      const said = { kind: 'override', head, reason, by: person } as const;
      meant.recorded.record({ type: 'signal.sent', id: 'override-1', box: meant.view.id, value: said });
      return ok({});
    },
    readUnits: notHere,
    debt: notHere,
    quiz: notHere,
    quizAnswer: notHere,
    why: notHere,
    agents: async () => ok([]),
    models: async () => ok([]),
    offerModels: async (offer) => {
      this.offers.push(offer);
      return ok({});
    },
    claim: async ({ run, id }) => ok({ first: this.#claims.take(run, id) }),
    leave: async () => {
      setImmediate(() => this.die());
      return ok({});
    },
  };

  #unknown(run: string): Result<never, Refusal> {
    return refusal('unknown-run', `There is no run ${run}.`);
  }

  #switch(file: string, state: ScheduledLoop['state']): Result<Record<string, never>, Refusal> {
    const known = this.scheduled.get(file);
    if (known === undefined) return refusal('no-trigger', `${file} has nothing that starts it.`);
    const next = state === 'on' ? [new Date(Date.now() + 3_600_000).toISOString()] : [];
    this.scheduled.set(file, { ...known, state, next });
    for (const client of this.#clients) client.tellChanged('schedule');
    return ok({});
  }

  #understanding({ state, view }: Meant) {
    return understandingOf(state.start.understand, saidTo(state, view.id), view.change?.head ?? '');
  }

  #prompt(meant: Meant): Prompt {
    this.#prompts += 1;
    const id = `prompt-${this.#prompts}`;
    const written = this.#prompts % 3;
    this.#keys.set(id, written);
    const wrong = ['a * b', 'a / b'];
    const options = [0, 1, 2].map((index) => (index === written ? 'a + b' : (wrong.pop() ?? '')));
    return {
      id,
      kind: 'which-did-it-write',
      head: headOf(meant),
      unit: `${changedPath}#price`,
      path: changedPath,
      side: 'head',
      line: 1,
      question: 'Which line did it write? Line 1 is one of these.',
      before: [],
      shown: [],
      after: ['}'],
      ask: { by: 'one', options },
      book: 'closed',
    };
  }
}

/** An item that a request is about, and the journal of its run. */
interface Meant {
  readonly recorded: RecordedRun;
  readonly state: RunState;
  readonly view: ItemView;
}

const headOf = ({ view }: Meant): string => view.change?.head ?? '';
const notHere = async (): Promise<Result<never, Refusal>> => refusal('fake', 'The fake does not know this.');

type Listener = Parameters<RunnerClient['onEvent']>[0];

class FakeClient implements RunnerClient {
  readonly #runner: FakeRunner;
  readonly #leave: () => void;
  readonly #events = new Set<Listener>();
  readonly #breaks = new Set<(run: string, why: string) => void>();
  readonly #changes = new Set<(what: Changed) => void>();
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

  onModelAsk(answer: AnswerModelAsk): void {
    this.answer = answer;
  }
  answer: AnswerModelAsk | undefined;

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
