import type { RunStatus } from '../../model/runState.ts';
import type { RunSummary } from '../../model/shapes.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { AskedRepositories } from '../repositories/askedOfAll.ts';
import type { RunStore } from '../runs/runStore.ts';
import { healthRuns } from './healthWords.ts';

/** A loop of a repository: two may have one of the same name. */
export interface LoopPlace {
  readonly loop: string;
  /** Undefined while it is not known which one. */
  readonly repository: string | undefined;
}

/**
 * How the newest runs of each loop ended. What the store has is enough for most; of a loop that runs rarely the runner is
 * asked once, since its runs are older than those that are known here.
 */
export class LoopHealth {
  readonly #store: RunStore;
  readonly #repositories: Pick<AskedRepositories, 'byId'>;
  readonly #changed = new Listeners<[]>();
  readonly #asked = new Map<string, readonly RunSummary[]>();

  constructor(store: RunStore, repositories: Pick<AskedRepositories, 'byId'>) {
    this.#store = store;
    this.#repositories = repositories;
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** Newest first, at most ten. */
  endsOf(loop: string, repository: string | undefined): readonly RunStatus[] {
    const known = this.#store
      .all()
      .flatMap(({ summary }) => (summary.loop === loop && this.#isOf(summary.id, repository) ? [summary] : []));
    const ids = new Set(known.map(({ id }) => id));
    const older = (this.#asked.get(keyOf({ loop, repository })) ?? []).filter(({ id }) => !ids.has(id));
    return [...known, ...older]
      .filter(({ finishedAt }) => finishedAt !== undefined)
      .slice(0, healthRuns)
      .map(({ status }) => status);
  }

  /** The newest run of a loop, whether it is known here or was asked for. */
  lastOf(loop: string, repository: string | undefined): RunSummary | undefined {
    const known = this.#store.latestOf(loop, repository)?.summary;
    return known ?? this.#asked.get(keyOf({ loop, repository }))?.[0];
  }

  /** Asks for loops of which too little is known here, each once, where a runner is connected. */
  async look(loops: readonly LoopPlace[]): Promise<void> {
    const answers = await Promise.all(loops.map((place) => this.#ask(place)));
    if (answers.includes(true)) this.#changed.tell();
  }

  async #ask(place: LoopPlace): Promise<boolean> {
    const { loop, repository } = place;
    const link = repository === undefined ? undefined : this.#repositories.byId(repository)?.link;
    const key = keyOf(place);
    if (link?.isOpen !== true || this.#asked.has(key) || this.endsOf(loop, repository).length >= healthRuns)
      return false;
    this.#asked.set(key, []);
    const runs = await link.request('runs', { loops: [loop], limit: healthRuns });
    if (runs.ok) this.#asked.set(key, runs.value.runs);
    else this.#asked.delete(key);
    return runs.ok && runs.value.runs.length > 0;
  }

  #isOf(run: string, repository: string | undefined): boolean {
    return repository === undefined || this.#store.repositoryOf(run) === repository;
  }
}

const keyOf = ({ loop, repository = '' }: LoopPlace): string => `${repository}\n${loop}`;
