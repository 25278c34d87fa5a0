import { coalesced } from '../coalesced.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { RunEntry, RunStore } from '../runs/runStore.ts';
import { type Notice, noticeOf, tellable } from './runNotice.ts';

export interface NoticePorts {
  readonly store: RunStore;
  /** Whether the person has the run's review before them. */
  readonly isReviewed: (run: string) => boolean;
  readonly level: () => 'needed' | 'all' | 'off';
  /** Within the hours in which nothing is told. */
  readonly isQuiet: () => boolean;
  readonly isFocused: () => boolean;
  /** Asks the run's runner for the right to tell this; only the first of all windows gets it. Must not reject. */
  readonly claim: (run: string, id: string) => Promise<boolean>;
  /** Resolves when the notification is gone. */
  readonly show: (notice: Notice) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

/** How long a window without the focus waits, so that the one before which somebody sits tells it. */
const courtesyMs = 1000;

/**
 * Tells when a run needs a person, or ended without one's doing: of runs that this window started, and of those that started by
 * themselves. What was so before this window looked is no news: it stands in the views. Nothing is told twice, in whichever window.
 */
export class Notices {
  readonly #ports: NoticePorts;
  readonly #mine = new Set<string>();
  /** What is no news any more, by run. */
  readonly #told = new Map<string, Set<string>>();
  /** Runs that were there before this window looked, and whose events it has not read. */
  readonly #before = new Set<string>();
  readonly #standing = new Set<string>();
  readonly #dirty = new Set<string>();
  readonly #unsubscribe: Unsubscribe;
  readonly #update = coalesced(() => {
    const runs = [...this.#dirty];
    this.#dirty.clear();
    for (const run of runs) void this.#look(run);
  });

  constructor(ports: NoticePorts) {
    this.#ports = ports;
    this.#unsubscribe = ports.store.onChange((run) => {
      if (run === undefined) return this.#listed();
      this.#dirty.add(run);
      this.#update.ask();
    });
  }

  /** This window started it. */
  watch(run: string): void {
    this.#mine.add(run);
    this.#before.delete(run);
    void this.#look(run);
  }

  dispose(): void {
    this.#update.cancel();
    this.#unsubscribe();
  }

  /** Runs that come with a list began before; those that begin now come with their first event. */
  #listed(): void {
    for (const { summary, state } of this.#ports.store.all()) {
      if (state === undefined && !this.#mine.has(summary.id)) this.#before.add(summary.id);
    }
  }

  async #look(run: string): Promise<void> {
    const entry = this.#ports.store.get(run);
    if (entry?.state === undefined) return;
    const fresh = this.#freshOf(run, entry);
    if (this.#before.delete(run) || fresh.length === 0) return;
    if (this.#wanted(run, entry, fresh) === undefined) return;
    // One more item that waits is seen where the first is.
    if (this.#standing.has(run) && entry.state.outcome === undefined) return;
    this.#standing.add(run);
    try {
      if (!this.#ports.isFocused()) await this.#ports.pause(courtesyMs);
      const notice = await this.#claimed(run, fresh);
      if (notice !== undefined) await this.#ports.show(notice);
    } finally {
      this.#standing.delete(run);
    }
  }

  /** What was not told yet; from now on it is. */
  #freshOf(run: string, entry: RunEntry): readonly string[] {
    const told = this.#told.get(run) ?? new Set();
    const fresh = tellable(entry).filter((name) => !told.has(name));
    for (const name of fresh) told.add(name);
    if (told.size > 0) this.#told.set(run, told);
    return fresh;
  }

  #wanted(run: string, entry: RunEntry, fresh: readonly string[]): Notice | undefined {
    const { level, isQuiet, isReviewed } = this.#ports;
    const startedItself = entry.state !== undefined && entry.state.start.trigger.kind !== 'manual';
    if (level() === 'off' || isQuiet() || isReviewed(run) || !(startedItself || this.#mine.has(run))) return undefined;
    const notice = noticeOf(entry, fresh);
    return notice?.needed || level() === 'all' ? notice : undefined;
  }

  /** What is left to tell: not what was done meanwhile, nor what another window tells. */
  async #claimed(run: string, fresh: readonly string[]): Promise<Notice | undefined> {
    const entry = this.#ports.store.get(run);
    const now = entry === undefined ? [] : tellable(entry);
    const asked = fresh.filter((name) => now.includes(name));
    const granted = await Promise.all(asked.map((name) => this.#ports.claim(run, name)));
    const mine = asked.filter((_, at) => granted[at]);
    return entry === undefined || mine.length === 0 ? undefined : this.#wanted(run, entry, mine);
  }
}
