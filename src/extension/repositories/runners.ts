import { err, type Result } from '../../model/result.ts';
import type { Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';
import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';

/** The requests that are about one run. */
export type RunMethod = {
  [M in RunnerMethod]: RunnerParams<M> extends { readonly run: string } ? M : never;
}[RunnerMethod];

/** What can be asked about a run, whichever repository it belongs to. `RunnerLink` is one for a single repository. */
export interface RunRequests {
  request<M extends RunMethod>(
    method: M,
    params: RunnerParams<M> & { readonly run: string },
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>>;
}

/** What a runner answered, and which one. */
export interface Answered<M extends RunnerMethod> {
  readonly repository: Repository;
  readonly reply: Result<RunnerReply<M>, Refusal>;
}

export const noFolder: Refusal = {
  code: 'no-folder',
  message: 'No folder is open. Open the folder of a git repository first.',
};

const unknownRun = (run: string): Refusal => ({
  code: 'unknown-run',
  message: `No repository of this window has the run ${run}. Open the folder that it belongs to.`,
});

/** The runners of this window as one: a request about a run goes to the runner that has it. */
export class Runners implements RunRequests {
  readonly #repositories: Repositories;
  readonly #searches = new Map<string, Promise<Repository | undefined>>();

  constructor(repositories: Repositories) {
    this.#repositories = repositories;
  }

  async request<M extends RunMethod>(
    method: M,
    params: RunnerParams<M> & { readonly run: string },
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>> {
    const repository = await this.of(params.run);
    if (repository !== undefined) return repository.link.request(method, params, signal);
    return err(this.#repositories.all().length === 0 ? noFolder : unknownRun(params.run));
  }

  /** The repository of a run. One that the window does not know yet is looked for: the only one, else whose runner has it. */
  async of(run: string): Promise<Repository | undefined> {
    await this.#repositories.ready();
    const known = this.#repositories.ofRun(run);
    if (known !== undefined) return known;
    const [only, another] = this.#repositories.all();
    if (another === undefined) return only;
    const search = this.#searches.get(run) ?? this.#search(run).finally(() => this.#searches.delete(run));
    this.#searches.set(run, search);
    return search;
  }

  /** Reads the events of a run that are missing here. */
  async read(run: string): Promise<void> {
    await (await this.of(run))?.feed.read(run);
  }

  /** Asks every runner that is connected, and starts none. */
  async askAll<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<readonly Answered<M>[]> {
    await this.#repositories.ready();
    const open = this.#repositories.all().filter(({ link }) => link.isOpen);
    return Promise.all(
      open.map(async (repository) => ({ repository, reply: await repository.link.request(method, params) })),
    );
  }

  /** Those that are connected are asked first: for the others a runner is started. */
  async #search(run: string): Promise<Repository | undefined> {
    const all = this.#repositories.all();
    for (const one of [...all.filter(({ link }) => link.isOpen), ...all.filter(({ link }) => !link.isOpen)]) {
      if ((await one.link.request('show', { run })).ok) return one;
    }
    return undefined;
  }
}
