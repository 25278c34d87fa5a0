import type { RunnerParams } from '../../protocol/runner.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { AskedRepositories, AskedRepository } from '../repositories/askedOfAll.ts';
import { fitsFilter, isFiltering, type RunFilter } from './runFilter.ts';
import type { RunEntry, RunStore } from './runStore.ts';

/** How many runs are asked for and shown at a time. */
export const pageOfRuns = 100;

/**
 * Which runs the list shows: the newest that fit, and all that go on. Older ones come by pages when they are asked for,
 * so that ten thousand cost what a hundred do.
 */
export class OlderRuns {
  readonly #store: RunStore;
  readonly #repositories: AskedRepositories;
  readonly #unsubscribe: Unsubscribe;
  #opened: readonly Unsubscribe[] = [];
  #filter: RunFilter;
  #shown = pageOfRuns;
  /** Whether a runner has older ones than those that are known here; undefined before one was asked. */
  #more: boolean | undefined;
  /** Runs that a runner says fit: it also looks at the items of those whose events were not read here. */
  readonly #told = new Set<string>();
  /** Runs that somebody asked to see, however old, and whatever is sought. */
  readonly #pinned = new Set<string>();

  constructor(store: RunStore, repositories: AskedRepositories, filter: RunFilter = {}) {
    this.#store = store;
    this.#repositories = repositories;
    this.#filter = filter;
    this.#unsubscribe = repositories.onChange(() => this.#follow());
    this.#follow();
  }

  /** Newest first. */
  get entries(): readonly RunEntry[] {
    const fitting = this.#fitting();
    const isShown = ({ summary }: RunEntry, index: number) =>
      index < this.#shown || summary.finishedAt === undefined || this.#pinned.has(summary.id);
    return fitting.filter(isShown);
  }

  /** Whether there may be older ones. */
  get hasMore(): boolean {
    const count = this.#fitting().length;
    return count > this.#shown || (this.#more ?? count >= this.#shown);
  }

  /** Shows this run too, until another filter is set. */
  pin(run: string): void {
    this.#pinned.add(run);
  }

  /** Shows other runs from now on, from the first page on: those that are not known here are asked for. */
  async filter(filter: RunFilter): Promise<void> {
    this.#filter = filter;
    this.#told.clear();
    this.#pinned.clear();
    this.#shown = pageOfRuns;
    this.#more = undefined;
    await this.#ask(() => undefined);
  }

  /** Shows a page more: of each repository those before the last one that is shown, so that there is no hole. */
  async older(): Promise<void> {
    const shown = this.#fitting().slice(0, this.#shown);
    this.#shown += pageOfRuns;
    const lastOf = ({ id }: AskedRepository) => shown.findLast(({ summary }) => this.#isOf(summary.id, id))?.summary.id;
    await this.#ask(lastOf);
  }

  dispose(): void {
    this.#unsubscribe();
    for (const end of this.#opened) end();
  }

  /** Where the window has one repository, a run is of that. */
  #isOf(run: string, repository: string): boolean {
    return this.#repositories.all().length < 2 || this.#store.repositoryOf(run) === repository;
  }

  #fitting(): readonly RunEntry[] {
    const all = this.#store.all();
    if (!isFiltering(this.#filter)) return all;
    const isWanted = (run: string) => this.#told.has(run) || this.#pinned.has(run);
    return all.filter((entry) => isWanted(entry.summary.id) || fitsFilter(this.#filter, entry));
  }

  /** What fits a filter may be older than what a window is told when it connects. */
  #follow(): void {
    for (const end of this.#opened) end();
    this.#opened = this.#repositories
      .all()
      .map((repository) => repository.link.onOpen(() => isFiltering(this.#filter) && void this.#askOne(repository)));
  }

  async #ask(before: (repository: AskedRepository) => string | undefined): Promise<void> {
    const open = this.#repositories.all().filter(({ link }) => link.isOpen);
    const answers = await Promise.all(open.map((repository) => this.#askOne(repository, before(repository))));
    if (answers.some((more) => more !== undefined)) this.#more = answers.includes(true);
  }

  /** Whether there are older ones still; undefined where the runner did not say: what is known here is shown meanwhile. */
  async #askOne({ id, link }: AskedRepository, before?: string): Promise<boolean | undefined> {
    const asked = await link.request('runs', { ...paramsOf(this.#filter), ...(before !== undefined && { before }) });
    if (!asked.ok) return undefined;
    if (isFiltering(this.#filter)) for (const run of asked.value.runs) this.#told.add(run.id);
    this.#store.know(asked.value.runs, id);
    return asked.value.more;
  }
}

const paramsOf = ({ text, loops, states }: RunFilter): RunnerParams<'runs'> => ({
  limit: pageOfRuns,
  ...(text !== undefined && { text }),
  ...(loops !== undefined && { loops: [...loops] }),
  ...(states !== undefined && { states: [...states] }),
});
