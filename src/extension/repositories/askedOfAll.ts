import type { Result } from '../../model/result.ts';
import type { Changed, Refusal } from '../../protocol/runner.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import { Asked } from '../runner/asked.ts';
import type { Requests, ToldRequests } from '../runner/requests.ts';

/** A repository of the window with the connection to its runner; `Repository` is one. */
export interface AskedRepository {
  readonly id: string;
  readonly name: string;
  readonly root: string | undefined;
  readonly link: ToldRequests;
}

/** The repositories of the window, which come and go; `Repositories` is one. */
export interface AskedRepositories {
  all(): readonly AskedRepository[];
  byId(id: string): AskedRepository | undefined;
  onChange(listener: () => void): Unsubscribe;
}

/** Which repository something is about. */
export interface OfRepository {
  readonly repository: string;
  /** Said where the window has several. */
  readonly repositoryName?: string;
}

export interface AskedOfAllOptions<T> {
  readonly repositories: AskedRepositories;
  readonly after: readonly Changed[];
  readonly ask: (link: Requests) => Promise<Result<readonly T[], Refusal>>;
  readonly isWanted?: () => boolean;
}

/** Lists of the runners of all repositories of the window, each kept true as `Asked` keeps it, as one list. */
export class AskedOfAll<T extends object> {
  readonly #options: AskedOfAllOptions<T>;
  readonly #changed = new Listeners<[]>();
  readonly #unsubscribe: Unsubscribe;
  #asked: ReadonlyMap<AskedRepository, Asked<readonly T[]>> = new Map();

  constructor(options: AskedOfAllOptions<T>) {
    this.#options = options;
    this.#unsubscribe = options.repositories.onChange(() => this.#follow());
    this.#follow();
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** In the order of the runners, one repository after the other. */
  get all(): readonly (T & OfRepository)[] {
    const isOne = this.#asked.size < 2;
    return [...this.#asked].flatMap(([{ id, name }, { value = [] }]) =>
      value.map((one) => ({ ...one, repository: id, ...(!isOne && { repositoryName: name }) })),
    );
  }

  /** Why the newest requests were not answered, in words; empty where all were. */
  get trouble(): string {
    return [...this.#asked.values()].flatMap(({ refusal }) => refusal?.message ?? []).join('\n');
  }

  ask(): void {
    for (const asked of this.#asked.values()) asked.ask();
  }

  look(): void {
    for (const asked of this.#asked.values()) asked.look();
  }

  async refresh(): Promise<void> {
    await Promise.all([...this.#asked.values()].map((asked) => asked.refresh()));
  }

  dispose(): void {
    this.#unsubscribe();
    for (const asked of this.#asked.values()) asked.dispose();
  }

  #follow(): void {
    const now = this.#options.repositories.all();
    for (const [repository, asked] of this.#asked) if (!now.includes(repository)) asked.dispose();
    this.#asked = new Map(
      now.map((repository) => [repository, this.#asked.get(repository) ?? this.#askedOf(repository)]),
    );
    this.#changed.tell();
  }

  #askedOf({ link }: AskedRepository): Asked<readonly T[]> {
    const { after, ask, isWanted } = this.#options;
    const asked = new Asked({ link, after, ask: () => ask(link), ...(isWanted && { isWanted }) });
    asked.onChange(() => this.#changed.tell());
    if (link.isOpen) asked.ask();
    return asked;
  }
}
