import type { RecordedEvent } from '../../model/event.ts';
import { fold, type RunState } from '../../model/runState.ts';
import { type RunSummary, summaryOf } from '../../model/shapes.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';

/** A run as the editor knows it; `state` is there once its events were read. */
export interface RunEntry {
  readonly summary: RunSummary;
  readonly state?: RunState;
}

/** What became of an event: `gap` means that events before it are missing and must be read first. */
export type Taken = 'folded' | 'known' | 'gap';

/**
 * The runs of a repository, folded from the runner's events with the fold that the runner uses. It asks nobody: what is
 * missing it reports as a gap.
 */
export class RunStore {
  readonly #runs = new Map<string, RunEntry>();
  readonly #changed = new Listeners<[run: string | undefined]>();

  /** Tells which run changed; undefined when the list itself did. */
  onChange(listener: (run: string | undefined) => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  get(run: string): RunEntry | undefined {
    return this.#runs.get(run);
  }

  /** Newest first. */
  all(): readonly RunEntry[] {
    return [...this.#runs.values()].sort((a, b) => b.summary.startedAt.localeCompare(a.summary.startedAt));
  }

  /** The newest run of a loop. */
  latestOf(loop: string): RunEntry | undefined {
    return this.all().find((entry) => entry.summary.loop === loop);
  }

  /** The runner's list of runs. A run that is folded already is not set back to an older summary. */
  know(summaries: readonly RunSummary[]): void {
    for (const summary of summaries) {
      if (this.#runs.get(summary.id)?.state === undefined) this.#runs.set(summary.id, { summary });
    }
    this.#changed.tell(undefined);
  }

  /** Folds one event in. */
  take(run: string, recorded: RecordedEvent): Taken {
    const next = this.nextOf(run);
    if (recorded.seq < next) return 'known';
    if (recorded.seq > next) return 'gap';
    this.history(run, [recorded]);
    return 'folded';
  }

  /** Folds events in that follow each other; those that are folded in already change nothing. */
  history(run: string, events: readonly RecordedEvent[]): void {
    const before = this.#runs.get(run)?.state;
    let state = before;
    for (const recorded of events) state = fold(state, recorded);
    if (state === undefined || state === before) return;
    this.#runs.set(run, entryOf(state));
    this.#changed.tell(run);
  }

  /** Number of the next event of a run that is missing here. */
  nextOf(run: string): number {
    const state = this.#runs.get(run)?.state;
    return state === undefined ? 0 : state.seq + 1;
  }
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
