import type { ScheduledLoop } from '../../protocol/runner.ts';
import { coalesced } from '../coalesced.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { RunnerLink } from '../runner/runnerLink.ts';
import type { RunStore } from '../runs/runStore.ts';

type Link = Pick<RunnerLink, 'isOpen' | 'onOpen' | 'onChanged' | 'request'>;

/**
 * Which loops start by themselves, as the runner says. It is asked when a connection opens, when a loop file changes and
 * when a run begins or ends, since a firing is over then; no runner is started for it.
 */
export class Schedules {
  readonly #link: Link;
  readonly #changed = new Listeners<[]>();
  readonly #update = coalesced(() => void this.refresh());
  readonly #watch: ReturnType<typeof coalesced>;
  readonly #unsubscribe: readonly Unsubscribe[];
  #loops: ReadonlyMap<string, ScheduledLoop> = new Map();
  #ended = '';

  /** `files` tells when a loop file has changed. */
  constructor(link: Link, store: RunStore, files: { onChange(listener: () => void): Unsubscribe }) {
    this.#link = link;
    this.#watch = coalesced(() => this.#look(store));
    this.#unsubscribe = [
      link.onOpen(() => this.#update.ask()),
      // Another window, or a terminal, has said so.
      link.onChanged((what) => what === 'schedule' && this.#update.ask()),
      files.onChange(() => this.#update.ask()),
      store.onChange(() => this.#watch.ask()),
    ];
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  /** By its name; undefined for one that only people start, or while no runner has told. */
  of(loop: string): ScheduledLoop | undefined {
    return this.#loops.get(loop);
  }

  /** Asks the runner anew, where there is one. */
  async refresh(): Promise<void> {
    if (!this.#link.isOpen) return;
    const told = await this.#link.request('schedule', { receipts: 0 });
    // A runner that leaves meanwhile is no news here; its last word stands.
    if (!told.ok) return;
    this.#loops = new Map(told.value.loops.map((loop) => [loop.loop, loop]));
    this.#changed.tell();
  }

  dispose(): void {
    this.#update.cancel();
    this.#watch.cancel();
    for (const end of this.#unsubscribe) end();
  }

  #look(store: RunStore): void {
    const all = store.all();
    const now = `${all.length} ${all.filter(({ state }) => state?.outcome !== undefined).length}`;
    if (now !== this.#ended) this.#update.ask();
    this.#ended = now;
  }
}
