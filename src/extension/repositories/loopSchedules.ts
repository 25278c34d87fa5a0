import type { ScheduledLoop } from '../../protocol/runner.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { Repositories } from './repositories.ts';
import type { FolderUri } from './windowFolders.ts';

/** Which loops of the window start by themselves, as the runner of each repository says. */
export class LoopSchedules {
  readonly #repositories: Pick<Repositories, 'all' | 'ofUri' | 'onChange'>;
  readonly #changed = new Listeners<[]>();
  readonly #unsubscribe: Unsubscribe;
  #followed: readonly Unsubscribe[] = [];

  constructor(repositories: Pick<Repositories, 'all' | 'ofUri' | 'onChange'>) {
    this.#repositories = repositories;
    this.#unsubscribe = repositories.onChange(() => this.#follow());
    this.#follow();
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** Undefined for a loop that only people start, or while no runner has told. */
  of({ name, uri }: { readonly name: string; readonly uri: FolderUri }): ScheduledLoop | undefined {
    return this.#repositories.ofUri(uri)?.schedules.of(name);
  }

  dispose(): void {
    this.#unsubscribe();
    for (const end of this.#followed) end();
  }

  #follow(): void {
    for (const end of this.#followed) end();
    this.#followed = this.#repositories.all().map(({ schedules }) => schedules.onChange(() => this.#changed.tell()));
    this.#changed.tell();
  }
}
