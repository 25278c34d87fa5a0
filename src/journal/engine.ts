import { type Durable, type Ordered, StepFailed, Stopped } from '../engine/durable.ts';
import type { RecordedEvent, RunEvent, RunStart, StepOutcome } from '../model/event.ts';
import { laneOf } from '../model/lane.ts';
import type { Note, Order } from '../model/order.ts';
import type { RunOutcome } from '../model/outcome.ts';
import type { PersonSays } from '../model/person.ts';
import { ok, type Result } from '../model/result.ts';
import { type StepInput, type StepKind, type StepResult, stepSchemas } from '../model/steps.ts';
import type { CrashPoint } from './crashPoint.ts';
import { Holds } from './holds.ts';
import { type Journal, openJournal } from './journalFile.ts';
import type { JournalProblem } from './problem.ts';
import type { RunCommand, RunOptions } from './runOptions.ts';
import { type AwaitedSignal, RunRecord, type WaitEnd } from './runRecord.ts';
import { asJson, StepCall } from './stepCall.ts';
import { journalFile } from './stepFolder.ts';
import { Waits } from './waits.ts';
import { wakeBy } from './wake.ts';

export type { RunCommand, RunOptions };

/** The interpreter asked for something else than it did when the journal was written. The run cannot go on. */
export class ReplayMismatch extends Error {
  override readonly name = 'ReplayMismatch';
}

/** `known`: it was there before. `over`: the run has ended, nothing was written. */
export type Received = 'recorded' | 'known' | 'over';

/** Opens a run's folder for the one process that drives the run. The caller holds the repository's runner lock. */
export function openRun(options: RunOptions): Result<JournalRun, JournalProblem> {
  const { clock, crash, files } = options;
  const opened = openJournal(journalFile(options.directory), {
    clock,
    ...(crash && { crash }),
    ...(files && { files }),
  });
  return opened.ok ? ok(new JournalRun(options, opened.value.journal, opened.value.events)) : opened;
}

/** The `Durable` over one journal, and what the runner does to a run from outside. */
export class JournalRun implements Durable {
  readonly runId: string;
  readonly directory: string;
  readonly #options: RunOptions;
  readonly #journal: Journal;
  readonly #record: RunRecord;
  readonly #events: RecordedEvent[];
  /** Keys asked for since this process opened the run, and as what. */
  readonly #asked = new Map<string, string>();
  readonly #running = new Set<AbortController>();
  readonly #waits: Waits;
  readonly #holds: Holds;
  /** What people said that is being written, by id. */
  readonly #delivering = new Map<string, { readonly box: string; readonly written: Promise<unknown> }>();
  #stopping: Promise<unknown> | undefined;
  /** The newest order that is being written. */
  #ordering: Promise<unknown> | undefined;

  constructor(options: RunOptions, journal: Journal, events: readonly RecordedEvent[]) {
    this.runId = options.runId;
    this.directory = options.directory;
    this.#options = options;
    this.#journal = journal;
    this.#record = new RunRecord(events);
    const { clock, wake = wakeBy(clock) } = options;
    this.#waits = new Waits({ record: this.#record, clock, wake, isDelivering: (box) => this.#isDelivering(box) });
    this.#holds = new Holds(this.#record);
    this.#events = [...events];
    journal.onDurable((recorded) => {
      this.#events.push(recorded);
      this.#apply(recorded);
    });
  }

  /** Every durable event so far, in order. */
  get events(): readonly RecordedEvent[] {
    return this.#events;
  }

  /** What the run was started with; `undefined` until `start`. */
  get started(): RunStart | undefined {
    return this.#record.start;
  }

  /** How the run ended; `undefined` while it has not. */
  get outcome(): RunOutcome | undefined {
    return this.#record.outcome;
  }

  /** Digest of the last durable record. */
  get head(): string {
    return this.#journal.head;
  }

  /** Calls the listener with every event from now on, in order and only when it is durable. The result ends that. */
  onDurable(listener: (recorded: RecordedEvent) => void): () => void {
    return this.#journal.onDurable(listener);
  }

  /** Records what the run is pinned to. A run that was started already keeps what it has; that is what is returned. */
  async start(start: RunStart): Promise<RunStart> {
    if (this.#record.start === undefined) await this.#journal.append({ type: 'run.started', start });
    return this.#record.start ?? start;
  }

  /** Records the end of the run; the first call counts. */
  async finish(outcome: RunOutcome): Promise<void> {
    if (this.#record.outcome === undefined) await this.#journal.append({ type: 'run.finished', outcome });
  }

  /** Puts what a person said into a box; resolves when it is durable. Sending one id twice is the same as once. */
  async deliver(signal: { readonly id: string; readonly box: string; readonly value: PersonSays }): Promise<Received> {
    if (this.#record.said(signal.id) !== undefined) return 'known';
    if (this.#record.outcome !== undefined) return 'over';
    const underWay = this.#delivering.get(signal.id);
    if (underWay !== undefined) return underWay.written.then(() => 'known');
    const written = this.#journal.append({ type: 'signal.sent', ...signal });
    this.#delivering.set(signal.id, { box: signal.box, written });
    await written.finally(() => this.#delivering.delete(signal.id));
    return 'recorded';
  }

  /** Asks the run to stop; resolves when that is durable. The running steps are being ended then, not yet over. */
  async requestStop(by: string): Promise<Received> {
    if (this.#record.stopRequestedBy !== undefined) return 'known';
    if (this.#record.outcome !== undefined) return 'over';
    if (this.#stopping !== undefined) return this.#stopping.then(() => 'known');
    this.#stopping = this.#journal.append({ type: 'stop.requested', by });
    await this.#stopping.finally(() => {
      this.#stopping = undefined;
    });
    return 'recorded';
  }

  /** Records what a person orders of the run; resolves when it is durable. It counts from then on. */
  async order(order: Order): Promise<Received> {
    if (this.#record.outcome !== undefined) return 'over';
    const written = this.#journal.append(order);
    this.#ordering = written;
    await written.finally(() => {
      if (this.#ordering === written) this.#ordering = undefined;
    });
    return 'recorded';
  }

  /** Waits for the journal and gives its file back. Steps that still run are left alone: a successor adopts them. */
  close(): Promise<void> {
    this.#waits.close();
    this.#holds.close();
    return this.#journal.close();
  }

  async now(key: string): Promise<number> {
    this.#ask(key, 'the clock');
    const known = this.#record.clock(key);
    if (known !== undefined) return known;
    const now = this.#options.clock();
    await this.#journal.append({ type: 'clock.read', key, now });
    return now;
  }

  async signal(
    key: string,
    box: string,
    options: { readonly deadline?: number } = {},
  ): Promise<PersonSays | 'expired'> {
    this.#ask(key, `a signal to "${box}"`);
    const awaited = this.#record.awaited(key);
    if (awaited !== undefined && awaited.box !== box) {
      throw new ReplayMismatch(
        `The wait "${key}" was recorded for the box "${awaited.box}" and is now asked for "${box}". ${pinned}`,
      );
    }
    if (awaited === undefined) await this.#journal.append({ type: 'signal.awaited', key, box, ...options });
    return this.#said(this.#record.waitEnd(key) ?? (await this.#endOfWait(key, awaited ?? { box, ...options })));
  }

  async step<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    this.#ask(key, `a step "${kind}"`);
    const { started, outcome } = this.#record.step(key);
    if (started !== undefined && started.kind !== kind) {
      throw new ReplayMismatch(
        `Step "${key}" was recorded as "${started.kind}" and is now asked for as "${kind}". ${pinned}`,
      );
    }
    if (outcome !== undefined) return this.#answer(key, kind, outcome);
    if (started !== undefined) return this.#perform(key, kind, started.input as StepInput<K>);
    if (!this.#record.isStopPending(key)) await this.#intend(key, kind, input);
    // Nothing was done yet, so a stop that came in the meantime can be obeyed at once.
    if (this.#record.isStopPending(key)) return this.#finishStep(key, kind, { status: 'stopped' });
    return this.#perform(key, kind, input);
  }

  async held(key: string, step: string): Promise<boolean> {
    this.#ask(key, 'a hold');
    const { orders } = this.#record;
    if (orders.hold(key) !== undefined) return true;
    const { started, outcome } = this.#record.step(step);
    if (started !== undefined || outcome !== undefined) return false;
    // A pause that is on its way to the disk comes before what is begun now.
    while (this.#ordering !== undefined) await this.#ordering;
    if (!orders.isPaused || this.#record.isStopPending(key)) return false;
    await this.#journal.append({ type: 'hold.begun', key });
    return true;
  }

  async released(key: string): Promise<number> {
    const { orders } = this.#record;
    if (orders.hold(key)?.ended === undefined) await this.#endOfHold(key);
    const { since = 0, ended } = orders.hold(key) ?? {};
    if (ended === undefined) throw new ReplayMismatch(`The hold "${key}" was never begun. ${pinned}`);
    if (ended.stopped) throw this.#stopped();
    return Math.max(0, ended.at - since);
  }

  async notes(make: string): Promise<readonly Note[]> {
    const { orders } = this.#record;
    return orders.toldTo(make) ?? orders.untold(laneOf(make));
  }

  async ordered(key: string): Promise<Ordered> {
    return this.#record.orders.standing(key);
  }

  async #intend<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<void> {
    this.#crash('intent.before');
    await this.#journal.append({ type: 'step.started', key, kind, input: asJson(input) });
    this.#crash('intent.after');
  }

  async #perform<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    const controller = new AbortController();
    this.#running.add(controller);
    if (this.#record.isStopPending(key)) controller.abort();
    const call = new StepCall(this.#options, key, controller.signal);
    try {
      this.#crash('effect.before');
      const outcome = await call.outcome(kind, input);
      this.#crash('effect.after');
      return await this.#finishStep(key, kind, outcome);
    } finally {
      this.#running.delete(controller);
    }
  }

  async #finishStep<K extends StepKind>(key: string, kind: K, outcome: StepOutcome): Promise<StepResult<K>> {
    await this.#journal.append({ type: 'step.finished', key, outcome });
    return this.#answer(key, kind, outcome);
  }

  #answer<K extends StepKind>(key: string, kind: K, outcome: StepOutcome): StepResult<K> {
    if (outcome.status === 'stopped') throw this.#stopped();
    if (outcome.status === 'failed') throw new StepFailed(outcome.message);
    const parsed = stepSchemas[kind].result.safeParse(outcome.result);
    if (!parsed.success) {
      throw new ReplayMismatch(`The recorded result of step "${key}" is none of a step "${kind}". ${pinned}`);
    }
    return parsed.data as StepResult<K>;
  }

  /** Waits, and records what the wait ended with. */
  #endOfWait(key: string, awaited: AwaitedSignal): Promise<WaitEnd> {
    return new Promise((resolve, reject) =>
      this.#waits.begin(key, awaited, (end) =>
        this.#journal.append(asEvent(key, end)).then(() => resolve(end), reject),
      ),
    );
  }

  #endOfHold(key: string): Promise<unknown> {
    return new Promise((resolve, reject) =>
      this.#holds.begin(key, ({ stopped }) =>
        this.#journal.append({ type: 'hold.ended', key, stopped }).then(resolve, reject),
      ),
    );
  }

  #said(end: WaitEnd): PersonSays | 'expired' {
    if (end === 'stopped') throw this.#stopped();
    if (end === 'expired') return end;
    const said = this.#record.said(end.took);
    if (said === undefined) throw new ReplayMismatch(`A wait took "${end.took}", which nobody ever said. ${pinned}`);
    return said;
  }

  #isDelivering(box: string): boolean {
    for (const [id, signal] of this.#delivering) {
      if (signal.box === box && this.#record.said(id) === undefined) return true;
    }
    return false;
  }

  #stopped(): Stopped {
    return new Stopped(`The run was stopped by ${this.#record.stopRequestedBy ?? 'a person'}.`);
  }

  #apply(recorded: RecordedEvent): void {
    const { event } = recorded;
    this.#record.apply(recorded);
    if (event.type === 'stop.requested' || event.type === 'resume.requested') this.#holds.look();
    if (event.type === 'signal.sent') this.#waits.look(event.box);
    if (event.type !== 'stop.requested') return;
    for (const controller of this.#running) controller.abort();
    this.#waits.look();
  }

  /** A key stands for one thing, asked for once each time the interpreter goes through the run. */
  #ask(key: string, what: string): void {
    const before = this.#asked.get(key);
    if (before !== undefined) {
      throw new ReplayMismatch(`The key "${key}" is asked for twice: as ${before}, then as ${what}. ${pinned}`);
    }
    this.#asked.set(key, what);
  }

  #crash(point: CrashPoint): void {
    this.#options.crash?.(point);
  }
}

const pinned = 'Finish this run with the version of Loopwright that began it, or stop it.';

function asEvent(key: string, end: WaitEnd): RunEvent {
  if (end === 'expired') return { type: 'signal.expired', key };
  return { type: 'signal.taken', key, id: end === 'stopped' ? null : end.took };
}
