import type { Enabling } from '../../model/firing.ts';

/** Lines of `enabled.jsonl`, as the fact store of the journal keeps them. */
export interface EnablingStore {
  append(enabling: Enabling): Promise<unknown>;
  all(): Promise<readonly Enabling[]>;
}

/** Which loops a person allowed to start by themselves; the newest word on a loop counts. */
export class Enabled {
  readonly #store: EnablingStore;
  readonly #newest = new Map<string, Enabling>();

  private constructor(store: EnablingStore, all: readonly Enabling[]) {
    this.#store = store;
    for (const enabling of all) this.#newest.set(enabling.loop, enabling);
  }

  static async open(store: EnablingStore): Promise<Enabled> {
    return new Enabled(store, await store.all());
  }

  /** Loops that are allowed now. */
  get all(): readonly Enabling[] {
    return [...this.#newest.values()].filter(({ enabled }) => enabled);
  }

  of(loop: string): Enabling | undefined {
    const newest = this.#newest.get(loop);
    return newest?.enabled ? newest : undefined;
  }

  /** Allows the loop with exactly this definition. Its schedules count from now on. */
  async enable(what: Omit<Enabling, 'enabled'>): Promise<void> {
    await this.#say({ ...what, enabled: true });
  }

  /** Takes it back; false where it was not allowed. */
  async disable(loop: string, by: string, at: number): Promise<boolean> {
    const newest = this.of(loop);
    if (newest === undefined) return false;
    await this.#say({ ...newest, by, at, enabled: false });
    return true;
  }

  async #say(enabling: Enabling): Promise<void> {
    await this.#store.append(enabling);
    this.#newest.set(enabling.loop, enabling);
  }
}
