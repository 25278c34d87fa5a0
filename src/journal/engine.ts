import { mkdirSync } from 'node:fs';
import {
  type CommandSpec,
  type Durable,
  type StepContext,
  StepFailed,
  type StepHandlers,
  Stopped,
} from '../engine/durable.ts';
import type { RecordedEvent, RunEvent, RunOutcome, RunStart, StepOutcome } from '../model/event.ts';
import type { PersonSays } from '../model/person.ts';
import { ok, type Result } from '../model/result.ts';
import { type CommandResult, type StepInput, type StepKind, type StepResult, stepSchemas } from '../model/steps.ts';
import type { CrashHook, CrashPoint } from './crashPoint.ts';
import type { JournalFiles } from './files.ts';
import { type Journal, openJournal } from './journalFile.ts';
import type { JournalProblem } from './problem.ts';
import { RunRecord } from './runRecord.ts';
import { journalFile, stepFolder } from './stepFolder.ts';

/** Runs a command under the step wrapper in a folder of its own, or adopts the one that already runs there. */
export type RunCommand = (
  directory: string,
  specify: () => Promise<CommandSpec>,
  signal: AbortSignal,
) => Promise<CommandResult>;

export interface RunOptions {
  readonly runId: string;
  /** The run's own folder; it is made where it is missing. */
  readonly directory: string;
  readonly handlers: StepHandlers;
  readonly command: RunCommand;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly crash?: CrashHook;
  readonly files?: JournalFiles;
}

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
  readonly #waiting = new Set<() => void>();
  readonly #delivering = new Map<string, Promise<unknown>>();
  #stopping: Promise<unknown> | undefined;

  constructor(options: RunOptions, journal: Journal, events: readonly RecordedEvent[]) {
    this.runId = options.runId;
    this.directory = options.directory;
    this.#options = options;
    this.#journal = journal;
    this.#record = new RunRecord(events);
    this.#events = [...events];
    journal.onDurable((recorded) => {
      this.#events.push(recorded);
      this.#apply(recorded.event);
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

  /** Hands over what a person said; resolves when it is durable. Sending one id twice is the same as once. */
  async deliver(signal: { readonly id: string; readonly value: PersonSays }): Promise<Received> {
    if (this.#record.said(signal.id) !== undefined) return 'known';
    if (this.#record.outcome !== undefined) return 'over';
    const underWay = this.#delivering.get(signal.id);
    if (underWay !== undefined) return underWay.then(() => 'known');
    const written = this.#journal.append({ type: 'signal.sent', name: 'person', ...signal });
    this.#delivering.set(signal.id, written);
    await written.finally(() => this.#delivering.delete(signal.id));
    return 'recorded';
  }

  /** Asks the run to stop; resolves when that is durable. The running step is being ended then, not yet over. */
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

  /** Waits for the journal and gives its file back. Steps that still run are left alone: a successor adopts them. */
  close(): Promise<void> {
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

  async signal(key: string, name: 'person'): Promise<PersonSays> {
    this.#ask(key, `the signal ${name}`);
    const taken = this.#record.taken(key);
    if (taken !== undefined) return this.#saidOrStopped(taken);
    if (!this.#record.isAwaited(key)) await this.#journal.append({ type: 'signal.awaited', key, name });
    const id = await this.#nextSignal();
    await this.#journal.append({ type: 'signal.taken', key, id });
    return this.#saidOrStopped(id);
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
    if (!this.#record.stopPending) await this.#intend(key, kind, input);
    // Nothing was done yet, so a stop that came in the meantime can be obeyed at once.
    if (this.#record.stopPending) return this.#finishStep(key, kind, { status: 'stopped' });
    return this.#perform(key, kind, input);
  }

  async #intend<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<void> {
    this.#crash('intent.before');
    await this.#journal.append({ type: 'step.started', key, kind, input: asJson(input) });
    this.#crash('intent.after');
  }

  async #perform<K extends StepKind>(key: string, kind: K, input: StepInput<K>): Promise<StepResult<K>> {
    const controller = new AbortController();
    this.#running.add(controller);
    if (this.#record.stopPending) controller.abort();
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

  /** The next signal's id, or `null` when a stop comes first. */
  async #nextSignal(): Promise<string | null> {
    for (;;) {
      if (this.#record.stopPending) return null;
      const id = this.#record.reserve();
      if (id !== undefined) return id;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #saidOrStopped(id: string | null): PersonSays {
    if (id === null) throw this.#stopped();
    const said = this.#record.said(id);
    if (said === undefined) throw new ReplayMismatch(`A wait took the signal "${id}", which never came. ${pinned}`);
    return said;
  }

  #stopped(): Stopped {
    return new Stopped(`The run was stopped by ${this.#record.stopRequestedBy ?? 'a person'}.`);
  }

  #apply(event: RunEvent): void {
    this.#record.apply(event);
    if (event.type === 'stop.requested') for (const controller of this.#running) controller.abort();
    if (event.type !== 'stop.requested' && event.type !== 'signal.sent') return;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
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

/** One call of a handler: its context, and what came of it. */
class StepCall {
  readonly #options: RunOptions;
  readonly #context: StepContext;
  #commands = 0;
  #commandStopped = false;

  constructor(options: RunOptions, key: string, signal: AbortSignal) {
    const directory = stepFolder(options.directory, key);
    this.#options = options;
    this.#context = {
      runId: options.runId,
      key,
      directory,
      signal,
      command: (specify) => this.#command(specify),
    };
  }

  /** Calls the handler. A handler that got through although the run was stopped meanwhile is done, not stopped. */
  async outcome<K extends StepKind>(kind: K, input: StepInput<K>): Promise<StepOutcome> {
    try {
      mkdirSync(this.#context.directory, { recursive: true });
      const handler = this.#options.handlers[kind];
      const result = stepSchemas[kind].result.parse(await handler(input, this.#context));
      return this.#commandStopped ? { status: 'stopped' } : { status: 'done', result: asJson(result) };
    } catch (error) {
      if (this.#context.signal.aborted) return { status: 'stopped' };
      return { status: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  async #command(specify: () => Promise<CommandSpec>): Promise<CommandResult> {
    this.#commands += 1;
    if (this.#commands > 1) throw new Error(`Step "${this.#context.key}" has a second command; a step has one.`);
    const result = await this.#options.command(this.#context.directory, specify, this.#context.signal);
    this.#commandStopped = this.#context.signal.aborted && result.ended === 'stopped';
    return result;
  }
}

/** What reading the value back from the journal will give. */
function asJson(value: unknown): Exclude<StepOutcomeResult, undefined> {
  return JSON.parse(JSON.stringify(value)) as StepOutcomeResult;
}
type StepOutcomeResult = Extract<StepOutcome, { status: 'done' }>['result'];
