import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cageOf } from '../engine/cageOf.ts';
import type { StepHandlers } from '../engine/durable.ts';
import type { CrashHook } from '../journal/crashPoint.ts';
import { type JournalRun, openRun, type RunCommand } from '../journal/engine.ts';
import { readJournal } from '../journal/journalFile.ts';
import { journalFile } from '../journal/stepFolder.ts';
import type { RecordedEvent, RunStart } from '../model/event.ts';
import { foldAll, type RunState } from '../model/runState.ts';
import { type RunSummary, runSummarySchema, summaryOf } from '../model/shapes.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import type { Cages } from '../sandbox/cages.ts';
import { LiveRun } from './liveRun.ts';
import { Refused } from './refusal.ts';
import { loopOf } from './runStart.ts';

export interface RunsOptions {
  /** Folder with a folder for each run. */
  readonly folder: string;
  readonly handlers: StepHandlers;
  readonly command: RunCommand;
  readonly cages: Pick<Cages, 'standing'>;
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
  readonly #ended = new Map<string, RunSummary>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** Takes up every run that has not ended, where its journal left it. */
  async resume(): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    const going: string[] = [];
    for (const id of (await readdir(this.#options.folder)).sort()) {
      const summary = this.#readSummary(id);
      if (summary !== undefined) this.#ended.set(id, summary);
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
    const all = [...this.#ended.values(), ...[...this.#live.values()].map((run) => withTrouble(run))];
    return all.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Newest first, as many as are asked for. */
  page({ limit, before, loops, states, text }: RunnerParams<'runs'>): RunnerReply<'runs'> {
    const sought = text?.toLowerCase();
    const found = this.summaries().filter(
      (run) =>
        (before === undefined || run.id < before) &&
        (loops === undefined || loops.includes(run.loop)) &&
        (states === undefined || states.includes(run.status)) &&
        (sought === undefined || `${run.loop}\n${run.reason}`.toLowerCase().includes(sought)),
    );
    const runs = limit === undefined ? found : found.slice(0, limit);
    return { runs, more: runs.length < found.length };
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
    const ended = left === undefined ? this.#ended.get(id) : summaryOf(left.state);
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
      this.#ended.set(id, unusable(id, run));
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
    this.#ended.set(live.id, summary);
    this.#live.delete(live.id);
    this.#options.onEnded(live.state);
  }

  /** Says what the journal says, in one small file, so that a runner with thousands of past runs starts at once. */
  #summaryFile(id: string): string {
    return join(this.directory(id), 'summary.json');
  }

  /** Waited for: nothing else goes on at a start, and 10,000 files one by one are read in a quarter of the time. */
  #readSummary(id: string): RunSummary | undefined {
    const text = textOf(this.#summaryFile(id));
    if (text === undefined) return undefined;
    const parsed = runSummarySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
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

function withTrouble(run: LiveRun): RunSummary {
  const summary = summaryOf(run.state);
  return run.broken === undefined ? summary : { ...summary, status: 'failed', reason: run.broken };
}

function unusable(id: string, why: string): RunSummary {
  const startedAt = new Date(0).toISOString();
  return { id, loop: '', status: 'failed', reason: why, startedAt, iterationCount: 0 };
}
