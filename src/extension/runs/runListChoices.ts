import type { RunStatus } from '../../model/runState.ts';
import { runLook } from '../../model/statusLook.ts';
import { Listeners, type Unsubscribe } from '../listeners.ts';
import type { RunFilter } from './runFilter.ts';
import { type Grouping, groupings } from './runGroups.ts';

/** Where choices are kept over reloads: the state of the workspace. */
export interface ChoiceStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'loopwright.runs.list';

/** How a person wants the runs listed, remembered for each workspace. */
export class RunListChoices {
  readonly #store: ChoiceStore;
  readonly #changed = new Listeners<[]>();
  #by: Grouping = 'day';
  #filter: RunFilter = {};

  constructor(store: ChoiceStore) {
    this.#store = store;
    // Read by hand, since the view begins with it: no schema is made at the start.
    const kept = fieldsOf(store.get(key));
    this.#by = groupings.find((one) => one === kept['by']) ?? 'day';
    this.#filter = keptFilter(fieldsOf(kept['filter']));
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

const fieldsOf = (kept: unknown): Readonly<Record<string, unknown>> =>
  typeof kept === 'object' && kept !== null ? { ...kept } : {};

/** Another version may have written it: what it does not understand of a filter leaves nothing out. */
const keptFilter = ({ text, loops, states }: Readonly<Record<string, unknown>>): RunFilter => ({
  ...(typeof text === 'string' && { text }),
  ...(isListOf(loops, isText) && { loops }),
  ...(isListOf(states, isStatus) && { states }),
});

const isListOf = <T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] =>
  Array.isArray(value) && value.every(isOne);

const isText = (value: unknown): value is string => typeof value === 'string';
const isStatus = (value: unknown): value is RunStatus => isText(value) && Object.hasOwn(runLook, value);
