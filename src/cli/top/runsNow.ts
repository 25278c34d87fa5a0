import type { RecordedEvent } from '../../model/event.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { fold, foldAll, type RunState } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Refusal } from '../../protocol/runner.ts';
import { liveRow, type TopRow, topRow } from './topRow.ts';

interface Known {
  readonly row: TopRow;
  readonly state?: RunState;
}

const goesOn = ({ finishedAt }: RunSummary): boolean => finishedAt === undefined;

/**
 * The newest runs, and all that go on, kept true by the runner's events. It asks for no more than it shows, and works an
 * event out when somebody looks: thousands of runs, or of events a second, cost no more than a few looks.
 */
export class RunsNow {
  readonly #limit: number;
  readonly #changed: () => void;
  readonly #runs = new Map<string, Known>();
  /** Events that are not folded in yet. */
  readonly #arrived = new Map<string, RecordedEvent[]>();

  /** @param limit most runs that have ended; @param changed called when there is something new to look at */
  constructor(limit: number, changed: () => void) {
    this.#limit = limit;
    this.#changed = changed;
  }

  /** Takes in all that there is over a new connection, and what comes over it. */
  async begin(client: RunnerClient, signal: AbortSignal): Promise<Result<undefined, Refusal>> {
    client.onEvent((run, recorded) => {
      const arrived = this.#arrived.get(run) ?? [];
      arrived.push(recorded);
      this.#arrived.set(run, arrived);
      this.#changed();
    });
    const newest = await client.request('runs', { limit: this.#limit }, signal);
    if (!newest.ok) return newest;
    const going = await client.request('runs', { limit: mostGoing, states: ['running', 'waiting', 'paused'] }, signal);
    if (!going.ok) return going;
    for (const summary of [...newest.value.runs, ...going.value.runs]) {
      this.#runs.set(summary.id, { row: topRow(summary, undefined) });
    }
    this.#changed();
    for (const { id } of going.value.runs) {
      const read = await this.#read(client, id, signal);
      if (!read.ok) return read;
    }
    return ok(undefined);
  }

  /** Folds in what arrived. Reads what is missing before it. Tells which runs changed. */
  async catchUp(client: RunnerClient, signal: AbortSignal): Promise<Result<readonly TopRow[], Refusal>> {
    const arrived = [...this.#arrived];
    this.#arrived.clear();
    const changed: TopRow[] = [];
    for (const [run, events] of arrived) {
      const isWhole = this.#fold(run, events);
      const read = isWhole ? ok(undefined) : await this.#read(client, run, signal);
      if (!read.ok) return read;
      const row = this.#runs.get(run)?.row;
      if (row !== undefined) changed.push(row);
    }
    return ok(changed);
  }

  /** What waits first, then what runs, then what has ended; each newest first. */
  rows(): readonly TopRow[] {
    const rows = [...this.#runs.values()].map(({ row }) => row);
    const sorted = rows.sort((a, b) => rank(a) - rank(b) || (a.summary.id < b.summary.id ? 1 : -1));
    const going = sorted.filter(({ summary }) => goesOn(summary)).length;
    return sorted.slice(0, going + this.#limit);
  }

  /** Whether all events before these were known. */
  #fold(run: string, events: readonly RecordedEvent[]): boolean {
    let state = this.#runs.get(run)?.state;
    for (const recorded of events) {
      const next = (state?.seq ?? -1) + 1;
      if (recorded.seq < next) continue;
      if (recorded.seq > next) return false;
      state = fold(state, recorded);
    }
    if (state !== undefined) this.#keep(state);
    return state !== undefined;
  }

  async #read(client: RunnerClient, run: string, signal: AbortSignal): Promise<Result<undefined, Refusal>> {
    const before = this.#runs.get(run)?.state;
    const events = await client.request('events', { run, from: before === undefined ? 0 : before.seq + 1 }, signal);
    if (!events.ok) return events.error.code === 'unknown-run' ? ok(undefined) : err(events.error);
    const state = before === undefined ? foldAll(events.value) : events.value.reduce(fold, before);
    if (state !== undefined) this.#keep(state);
    return ok(undefined);
  }

  /** Of a run that has ended nothing but its row is kept. */
  #keep(state: RunState): void {
    const row = liveRow(state);
    this.#runs.set(state.start.run, goesOn(row.summary) ? { row, state } : { row });
  }
}

/** More than anybody has going at a time. */
const mostGoing = 1000;

const rank = ({ summary }: TopRow): number =>
  (summary.waitingCount ?? 0) > 0 && goesOn(summary)
    ? 0
    : (({ waiting: 0, running: 1, paused: 1 } as Readonly<Record<string, number>>)[summary.status] ?? 2);
