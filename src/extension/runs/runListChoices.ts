import * as z from 'zod';
import { runStatusSchema } from '../../model/runSummary.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { RunFilter } from './runFilter.ts';
import { type Grouping, groupings } from './runGroups.ts';

/** Where choices are kept over reloads: the state of the workspace. */
export interface ChoiceStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'loopwright.runs.list';

const keptSchema = z.object({
  by: z.enum(groupings).catch('day'),
  filter: z
    .object({
      text: z.string().optional(),
      loops: z.array(z.string()).optional(),
      states: z.array(runStatusSchema).optional(),
    })
    .catch({}),
});

/** How a person wants the runs listed, remembered for each workspace. */
export class RunListChoices {
  readonly #store: ChoiceStore;
  readonly #changed = new Listeners<[]>();
  #by: Grouping = 'day';
  #filter: RunFilter = {};

  constructor(store: ChoiceStore) {
    this.#store = store;
    const kept = keptSchema.safeParse(store.get(key));
    if (!kept.success) return;
    this.#by = kept.data.by;
    this.#filter = withoutUndefined(kept.data.filter);
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.add(listener);
  }

  get by(): Grouping {
    return this.#by;
  }

  get filter(): RunFilter {
    return this.#filter;
  }

  async groupBy(by: Grouping): Promise<void> {
    this.#by = by;
    await this.#keep();
  }

  async show(filter: RunFilter): Promise<void> {
    this.#filter = filter;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    this.#changed.tell();
    await this.#store.update(key, { by: this.#by, filter: this.#filter });
  }
}

const withoutUndefined = (filter: { [K in keyof RunFilter]?: RunFilter[K] | undefined }): RunFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
