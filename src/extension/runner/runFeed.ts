import type { RecordedEvent } from '../../model/event.ts';
import type { RunStatus } from '../../model/runState.ts';
import type { RunnerClient } from '../../protocol/client.ts';
import type { Refusal } from '../../protocol/runner.ts';
import { pageOfRuns } from '../runs/olderRuns.ts';
import type { RepositoryRuns } from '../runs/runStore.ts';
import type { RunnerLink } from './runnerLink.ts';

/** How many of the newest runs are read in full at once; older ones when somebody opens them. */
const eagerRuns = 10;

/** States of runs that have not ended. */
const openStates: RunStatus[] = ['running', 'waiting', 'paused'];

/** Keeps the store true: the list and history by request, what happens then by notification. */
export class RunFeed {
  readonly #link: RunnerLink;
  readonly #store: Omit<RepositoryRuns, 'all'>;
  readonly #refused: (refusal: Refusal) => void;
  /** Runs whose history is being read, and the number of the newest event that was told meanwhile. */
  readonly #reading = new Map<string, number>();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(link: RunnerLink, store: Omit<RepositoryRuns, 'all'>, refused: (refusal: Refusal) => void) {
    this.#link = link;
    this.#store = store;
    // That the runner is gone is told by who watches it, once.
    this.#refused = (refusal) => {
      if (refusal.code !== 'disconnected') refused(refusal);
    };
    this.#unsubscribe = [
      link.onOpen((client) => void this.#readList(client)),
      link.onEvent((run, recorded) => this.#take(run, recorded)),
    ];
  }

  /** Reads the list of runs anew; starts a runner where none runs. */
  async refresh(): Promise<void> {
    const wasOpen = this.#link.isOpen;
    const client = await this.#link.open(true);
    if (!client.ok) this.#refused(client.error);
    else if (wasOpen) await this.#readList(client.value);
  }

  /** Reads the events of a run that are missing here. */
  async read(run: string): Promise<void> {
    if (this.#reading.has(run)) return;
    this.#reading.set(run, -1);
    try {
      while (await this.#readOnce(run)) {
        // Events came while those before were being read.
      }
    } finally {
      this.#reading.delete(run);
    }
  }

  dispose(): void {
    for (const end of this.#unsubscribe) end();
  }

  async #readList(client: RunnerClient): Promise<void> {
    // Older ones come by pages, when somebody asks for them; what goes on is wanted however old it is.
    const runs = await client.request('runs', { limit: pageOfRuns });
    if (!runs.ok) return this.#refused(runs.error);
    const open = runs.value.more ? await client.request('runs', { states: openStates }) : runs;
    const known = open.ok && open !== runs ? [...runs.value.runs, ...open.value.runs] : runs.value.runs;
    this.#store.know(known);
    const wanted = known.filter(
      ({ status }, index) => index < eagerRuns || status === 'running' || status === 'waiting',
    );
    await Promise.all([...new Set(wanted.map(({ id }) => id))].map((id) => this.read(id)));
  }

  /** Whether there is more to read. */
  async #readOnce(run: string): Promise<boolean> {
    const from = this.#store.nextOf(run);
    const events = await this.#link.request('events', { run, from });
    if (!events.ok) {
      this.#refused(events.error);
      return false;
    }
    this.#store.history(run, events.value);
    const told = this.#reading.get(run) ?? -1;
    // A runner that gave nothing new would be asked for ever.
    return told >= this.#store.nextOf(run) && events.value.length > 0;
  }

  #take(run: string, recorded: RecordedEvent): void {
    if (this.#reading.has(run)) {
      this.#reading.set(run, Math.max(this.#reading.get(run) ?? -1, recorded.seq));
      return;
    }
    if (this.#store.take(run, recorded) === 'gap') void this.read(run);
  }
}
