import type { RunnerReply } from '../../protocol/runner.ts';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Repository } from '../repositories/repository.ts';

/** What was used today in a repository, as its runner says. */
export interface RepositoryToday extends RunnerReply<'today'> {
  readonly name: string;
}

/** Most often that a runner is asked: what is spent comes in small steps. */
const gapMs = 3000;
const hourMs = 3_600_000;

/** What was used today in the repositories of the window: asked for when a connection opens, when costs come and each hour. */
export class SpendToday {
  readonly #repositories: Pick<Repositories, 'all' | 'onChange'>;
  readonly #changed = new Listeners<[]>();
  readonly #known = new Map<string, RepositoryToday>();
  readonly #followed = new Map<string, Unsubscribe>();
  readonly #unsubscribe: Unsubscribe;
  readonly #clock: ReturnType<typeof setInterval>;

  constructor(repositories: Pick<Repositories, 'all' | 'onChange'>) {
    this.#repositories = repositories;
    this.#unsubscribe = repositories.onChange(() => this.#follow());
    // A day ends without an event.
    this.#clock = setInterval(() => void this.refresh(), hourMs);
    this.#clock.unref();
    this.#follow();
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** Of the repositories whose runner has told, in the window's order. */
  all(): readonly RepositoryToday[] {
    return this.#repositories.all().flatMap(({ id }) => this.#known.get(id) ?? []);
  }

  /** Asks the runners that are connected. */
  async refresh(): Promise<void> {
    await Promise.all(this.#repositories.all().map((one) => this.#ask(one)));
  }

  dispose(): void {
    clearInterval(this.#clock);
    this.#unsubscribe();
    for (const end of this.#followed.values()) end();
  }

  #follow(): void {
    const all = this.#repositories.all();
    for (const [id, end] of [...this.#followed]) {
      if (all.some((one) => one.id === id)) continue;
      end();
      this.#followed.delete(id);
      this.#known.delete(id);
    }
    for (const one of all) if (!this.#followed.has(one.id)) this.#followed.set(one.id, this.#watch(one));
    this.#changed.tell();
  }

  #watch(repository: Repository): Unsubscribe {
    const update = coalesced(() => void this.#ask(repository), undefined, laterBy(gapMs));
    const ends = [
      repository.link.onOpen(() => update.ask()),
      repository.link.onChanged((what) => what === 'costs' && update.ask()),
      update.cancel,
    ];
    if (repository.link.isOpen) update.ask();
    return () => {
      for (const end of ends) end();
    };
  }

  async #ask(repository: Repository): Promise<void> {
    const { id, name, link } = repository;
    if (!link.isOpen) return;
    const today = await link.request('today', {});
    // An older runner does not know it; then nothing is shown.
    if (!today.ok || !this.#followed.has(id)) return;
    this.#known.set(id, { ...today.value, name });
    this.#changed.tell();
  }
}

/** A clock for `coalesced` that waits at least so long. */
const laterBy = (least: number) => (work: () => void, ms: number) => {
  const timer = setTimeout(work, Math.max(least, ms));
  return () => clearTimeout(timer);
};
