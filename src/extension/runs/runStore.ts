import type { RecordedEvent } from '../../model/event.ts';
import type { fold, RunState } from '../../model/runState.ts';
import { type RunSummary, summaryOf } from '../../model/shapes.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';

/** A run as the editor knows it; `state` is there once its events were read. */
export interface RunEntry {
  readonly summary: RunSummary;
  readonly state?: RunState;
}

/** What became of an event: `gap` means that events before it are missing and must be read first. */
export type Taken = 'folded' | 'known' | 'gap';

/** The runs of one repository in the store of the window. */
export type RepositoryRuns = Pick<RunStore, 'all' | 'know' | 'take' | 'history' | 'nextOf'>;

/** Of whoever has one repository and need not name it. */
const onlyRepository = '';

/**
 * The runs of the window's repositories, folded from the runners' events with the fold that the runner uses. It asks nobody: what
 * is missing it reports as a gap.
 */
export class RunStore {
  readonly #runs = new Map<string, RunEntry>();
  readonly #fold: typeof fold;
  /** The repository of each run. */
  readonly #owners = new Map<string, string>();
  readonly #changed = new Listeners<[run: string | undefined]>();
  /** Ids, the newest run first, as long as there is no other run: ten thousand are not sorted at each event. */
  #order: readonly string[] | undefined;

  /** @param foldEvent the fold that the runner uses; it is given, since it comes with the first connection */
  constructor(foldEvent: typeof fold) {
    this.#fold = foldEvent;
  }

  /** Tells which run changed; undefined when the list itself did. */
  onChange(listener: (run: string | undefined) => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  get(run: string): RunEntry | undefined {
    return this.#runs.get(run);
  }

  /** Newest first. */
  all(): readonly RunEntry[] {
    this.#order ??= [...this.#runs.values()]
      .map(({ summary }) => summary)
      .sort(byStart)
      .map(({ id }) => id);
    return this.#order.flatMap((run) => this.#runs.get(run) ?? []);
  }

  /** The newest run of a loop; of that repository's loop, where one is named: two may have a loop of one name. */
  latestOf(loop: string, repository?: string): RunEntry | undefined {
    const all = repository === undefined ? this.all() : this.#allOf(repository);
    return all.find((entry) => entry.summary.loop === loop);
  }

  /** The id of the repository that a run belongs to; undefined for a run that is not known here. */
  repositoryOf(run: string): string | undefined {
    return this.#owners.get(run);
  }

  /** The runs of one repository, as whoever feeds and watches them sees the store. */
  of(repository: string): RepositoryRuns {
    return {
      all: () => this.#allOf(repository),
      know: (summaries) => this.know(summaries, repository),
      take: (run, recorded) => this.take(run, recorded, repository),
      history: (run, events) => this.history(run, events, repository),
      nextOf: (run) => this.nextOf(run),
    };
  }

  /** Forgets the runs of a repository that is no longer open here. */
  forget(repository: string): void {
    for (const [run, owner] of [...this.#owners]) {
      if (owner !== repository) continue;
      this.#owners.delete(run);
      this.#runs.delete(run);
    }
    this.#order = undefined;
    this.#changed.tell(undefined);
  }

  /** The runner's list of runs. A run that is folded already is not set back to an older summary. */
  know(summaries: readonly RunSummary[], repository = onlyRepository): void {
    for (const summary of summaries) {
      this.#owners.set(summary.id, repository);
      if (this.#runs.get(summary.id)?.state === undefined) this.#set(summary.id, { summary });
    }
    this.#changed.tell(undefined);
  }

  /** Folds one event in. */
  take(run: string, recorded: RecordedEvent, repository = onlyRepository): Taken {
    const next = this.nextOf(run);
    if (recorded.seq < next) return 'known';
    if (recorded.seq > next) return 'gap';
    this.history(run, [recorded], repository);
    return 'folded';
  }

  /** Folds events in that follow each other; those that are folded in already change nothing. */
  history(run: string, events: readonly RecordedEvent[], repository = onlyRepository): void {
    const before = this.#runs.get(run)?.state;
    let state = before;
    for (const recorded of events) state = this.#fold(state, recorded);
    if (state === undefined || state === before) return;
    this.#set(run, entryOf(state));
    this.#owners.set(run, repository);
    this.#changed.tell(run);
  }

  /** Number of the next event of a run that is missing here. */
  nextOf(run: string): number {
    const state = this.#runs.get(run)?.state;
    return state === undefined ? 0 : state.seq + 1;
  }

  #set(run: string, entry: RunEntry): void {
    if (!this.#runs.has(run)) this.#order = undefined;
    this.#runs.set(run, entry);
  }

  #allOf(repository: string): readonly RunEntry[] {
    return this.all().filter(({ summary }) => this.#owners.get(summary.id) === repository);
  }
}

/** Times are ISO 8601 in UTC, which sort as text; of two runs of one moment the newer id is the newer run. */
function byStart(a: RunSummary, b: RunSummary): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/** A summary of many items costs more than an event, so it is made when somebody looks. */
function entryOf(state: RunState): RunEntry {
  let summary: RunSummary | undefined;
  return {
    state,
    get summary() {
      summary ??= summaryOf(state);
      return summary;
    },
  };
}
