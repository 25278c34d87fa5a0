import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cageOf } from '../engine/cageOf.ts';
import type { StepHandlers } from '../engine/durable.ts';
import type { RunRecord } from '../insights/insightsOf.ts';
import type { CrashHook } from '../journal/crashPoint.ts';
import { type JournalRun, openRun, type RunCommand } from '../journal/engine.ts';
import type { Facts } from '../journal/factStore.ts';
import { readJournal } from '../journal/journalFile.ts';
import { journalFile } from '../journal/stepFolder.ts';
import type { RecordedEvent, RunStart } from '../model/event.ts';
import type { EndedRun, RunAccount } from '../model/runAccount.ts';
import { foldAll, type RunState } from '../model/runState.ts';
import { itemsOf } from '../model/runView.ts';
import { type RunSummary, runSummarySchema, summaryOf } from '../model/shapes.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import type { Cages } from '../sandbox/cages.ts';
import { LiveRun } from './liveRun.ts';
import { type PastRun, PastRuns } from './pastRuns.ts';
import { Refused } from './refusal.ts';
import { loopOf } from './runStart.ts';

type Account = (state: RunState) => RunAccount;

export interface RunsOptions {
  /** Folder with a folder for each run. */
  readonly folder: string;
  readonly handlers: StepHandlers;
  readonly command: RunCommand;
  readonly cages: Pick<Cages, 'standing'>;
  /** What is kept of ended runs: one file, so that a runner with thousands of them starts at once. */
  readonly endedRuns: Pick<Facts<EndedRun, ReadonlyMap<string, EndedRun>>, 'state' | 'append'>;
  /** What will be asked of a run when it is over. */
  readonly account: Account;
  /** The same for many runs of long ago. */
  readonly accountOfMany: () => Account;
  /** Every event once it is on disk, with the run as it is then. */
  readonly onEvent: (run: LiveRun, recorded: RecordedEvent) => void;
  /** A run has ended, and its summary is on disk. */
  readonly onEnded: (ended: RunState) => void;
  /** A run cannot go on here, and why. */
  readonly onBroken: (run: string, why: string) => void;
  readonly crash?: CrashHook;
}

/** All runs of the repository: those that are driven here, and the ended ones on disk, which are read when asked for. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #live = new Map<string, LiveRun>();
  /** Summaries of ended runs and of those whose journal cannot be used. */
  readonly #ended = new PastRuns();

  #reading: Promise<void> | undefined;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Takes up every run that has not ended, where its journal left it. */
  async resume(): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    const going: string[] = [];
    for (const id of (await readdir(this.#options.folder)).sort()) {
      const past = this.#readPast(id);
      if (past !== undefined) this.#ended.set(past);
      else going.push(id);
    }
    for (const id of going) this.#takeUp(id);
  }

  /** Runs that have not ended. */
  get live(): readonly LiveRun[] {
    return [...this.#live.values()].filter((run) => run.state.outcome === undefined);
  }

  /** Newest first. */
  summaries(): readonly RunSummary[] {
    return [...this.#newestFirst()].map(({ summary }) => summary);
  }

  /** Newest first, as many as are asked for. */
  page({ limit = Number.POSITIVE_INFINITY, ...sought }: RunnerParams<'runs'>): RunnerReply<'runs'> {
    const isSought = soughtRuns(sought);
    const runs: RunSummary[] = [];
    for (const run of this.#newestFirst(sought.before)) {
      if (!isSought(run)) continue;
      if (runs.length === limit) return { runs, more: true };
      runs.push(run.summary);
    }
    return { runs, more: false };
  }

  /** All of them, those that go on among those that ended. */
  *#newestFirst(before?: string): Generator<ListedRun> {
    const live = [...this.#live.values()]
      .filter(({ id }) => before === undefined || id < before)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    for (const past of this.#ended.newestFirst(before)) {
      while (live[0] !== undefined && live[0].id > past.summary.id) yield* live.splice(0, 1).map(listedLive);
      yield { summary: past.summary, keys: () => past.account?.items.map(({ key }) => key) ?? [] };
    }
    yield* live.map(listedLive);
  }

  /**
   * Every run with its account, newest first. What an older runner left without one is read from its journal, once, and
   * written down; with thousands of those the first answer takes its time, and others are answered meanwhile.
   */
  async records(): Promise<readonly RunRecord[]> {
    this.#reading ??= this.#readAccounts().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
    const live = [...this.#live.values()].map(({ state }) => ({
      summary: summaryOf(state),
      account: this.#options.account(state),
    }));
    const past = [...this.#ended.newestFirst()].map(({ summary, account }) => ({
      summary,
      account: account ?? undefined,
    }));
    return [...live, ...past].sort((a, b) => (a.summary.id < b.summary.id ? 1 : -1));
  }

  async #readAccounts(): Promise<void> {
    const left = [...this.#ended.newestFirst()].filter(
      ({ summary, account }) => account === undefined && summary.finishedAt !== undefined,
    );
    if (left.length === 0) return;
    const account = this.#options.accountOfMany();
    for (const { summary } of left) {
      const read = readJournal(journalFile(this.directory(summary.id)));
      const state = read.ok ? foldAll(read.value) : undefined;
      const ended = { summary, account: state === undefined ? null : account(state) };
      await this.#keep(ended);
      this.#ended.set(ended);
      await nextTurn();
    }
  }

  /** Begins a run, unless its loop requires a cage that this machine does not have. */
  async begin(planned: RunStart): Promise<LiveRun> {
    const cage = await this.#options.cages.standing(cageOf(loopOf(planned)).cage);
    if (!cage.ok) throw new Refused('no-cage', cage.error);
    const start: RunStart = { ...planned, cage: cage.value };
    const run = this.#open(start.run);
    if (typeof run === 'string') throw new Refused('journal', run);
    await run.start(start);
    return this.#drive(run);
  }

  /** Whether there is such a run, in whatever state. */
  has(id: string): boolean {
    return this.#live.has(id) || this.#ended.has(id);
  }

  /** A run that has not ended. */
  find(id: string): LiveRun | undefined {
    const run = this.#live.get(id);
    return run?.state.outcome === undefined ? run : undefined;
  }

  /** A run that can still be acted on. */
  living(id: string): LiveRun {
    const run = this.find(id);
    if (run !== undefined) return run;
    const left = this.#live.get(id);
    const ended = left === undefined ? this.#ended.get(id)?.summary : summaryOf(left.state);
    if (ended === undefined) throw this.#unknown(id);
    throw new Refused(`already-${ended.status}`, `Run ${id} has ended already (${ended.status}). ${ended.reason}`);
  }

  /** The state of any run. */
  state(id: string): RunState {
    const state = this.#live.get(id)?.state ?? foldAll(this.events(id));
    if (state === undefined) throw this.#unknown(id);
    return state;
  }

  events(id: string): readonly RecordedEvent[] {
    const live = this.#live.get(id);
    if (live !== undefined) return live.events;
    if (!this.#ended.has(id)) throw this.#unknown(id);
    const read = readJournal(journalFile(this.directory(id)));
    if (!read.ok) throw new Refused(read.error.code, read.error.message);
    return read.value;
  }

  directory(id: string): string {
    return join(this.#options.folder, id);
  }

  #unknown(id: string): Refused {
    return new Refused('unknown-run', `There is no run ${id}. \`loopwright runs\` lists them.`);
  }

  #open(id: string): JournalRun | string {
    const { handlers, command, crash } = this.#options;
    const options = { runId: id, directory: this.directory(id), handlers, command, clock: Date.now };
    const opened = openRun(crash === undefined ? options : { ...options, crash });
    return opened.ok ? opened.value : opened.error.message;
  }

  #takeUp(id: string): void {
    const run = this.#open(id);
    if (typeof run === 'string') {
      // Said aloud and left alone: nothing of a damaged journal is written or acted on.
      console.error(run);
      this.#ended.set({ summary: unusable(id, run) });
    } else if (run.started === undefined) {
      // Killed before its first record: nobody was told of this run.
      void run.close();
    } else this.#drive(run);
  }

  #drive(run: JournalRun): LiveRun {
    const live = new LiveRun(run, (self, recorded) => this.#options.onEvent(self, recorded));
    this.#live.set(live.id, live);
    void live.ended.then(() => this.#retire(live));
    return live;
  }

  /** Ended runs are kept as a line; their journals are on disk. */
  async #retire(live: LiveRun): Promise<void> {
    if (live.broken !== undefined) this.#options.onBroken(live.id, live.broken);
    if (live.state.outcome === undefined) return;
    const summary = summaryOf(live.state);
    const file = this.#summaryFile(live.id);
    await writeFile(`${file}.new`, JSON.stringify(summary));
    await rename(`${file}.new`, file);
    const ended = { summary, account: this.#options.account(live.state) };
    await this.#keep(ended);
    this.#ended.set(ended);
    this.#live.delete(live.id);
    this.#options.onEnded(live.state);
  }

  /** Without its line the run is read from its summary at the next start, so that a full disk loses nothing. */
  async #keep(run: EndedRun): Promise<void> {
    await this.#options.endedRuns.append(run).catch((error: unknown) => console.error(`run ${run.summary.id}:`, error));
  }

  /** Says what the journal says, in one small file, for who looks at one run without a runner. */
  #summaryFile(id: string): string {
    return join(this.directory(id), 'summary.json');
  }

  /** From the one file of all ended runs, else from its own: an older runner, or one that was killed, left only that. */
  #readPast(id: string): PastRun | undefined {
    const kept = this.#options.endedRuns.state.get(id);
    if (kept !== undefined) return kept;
    const text = textOf(this.#summaryFile(id));
    if (text === undefined) return undefined;
    const parsed = runSummarySchema.safeParse(JSON.parse(text));
    return parsed.success ? { summary: parsed.data } : undefined;
  }
}

/** Undefined where there is no such file, as in a run that has not ended. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A run as it is listed; `keys` of its items. */
interface ListedRun {
  readonly summary: RunSummary;
  readonly keys: () => readonly string[];
}

const listedLive = (run: LiveRun): ListedRun => ({
  summary: withTrouble(run),
  keys: () => itemsOf(run.state).map(({ key }) => key),
});

type Sought = Pick<RunnerParams<'runs'>, 'loops' | 'states' | 'text'>;

function soughtRuns({ loops, states, text }: Sought): (run: ListedRun) => boolean {
  const sought = text?.toLowerCase();
  return ({ summary, keys }) =>
    (loops === undefined || loops.includes(summary.loop)) &&
    (states === undefined || states.includes(summary.status)) &&
    (sought === undefined || [summary.loop, summary.reason, ...keys()].join('\n').toLowerCase().includes(sought));
}

function withTrouble(run: LiveRun): RunSummary {
  const summary = summaryOf(run.state);
  return run.broken === undefined ? summary : { ...summary, status: 'failed', reason: run.broken };
}

function unusable(id: string, why: string): RunSummary {
  const startedAt = new Date(0).toISOString();
  return { id, loop: '', status: 'failed', reason: why, startedAt, iterationCount: 0 };
}
