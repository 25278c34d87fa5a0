import type { ItemRef } from '../itemRef.ts';

/** Where the marks are kept; VS Code's `Memento` is one. */
export interface MarkStore {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Path → blob of the content that was viewed, by change (`<run>/<item>`); the newest last. */
type Marks = readonly (readonly [change: string, viewed: Readonly<Record<string, string>>])[];

const storeKey = 'loopwright.viewed';
/** Marks of older changes are dropped: the store of a workspace is small. */
const keptChanges = 100;

const nameOf = ({ run, item }: ItemRef): string => `${run}/${item}`;

/** Which files of a change somebody has viewed. A mark names the content, so that only other content clears it. */
export class ViewedFiles {
  readonly #store: MarkStore;

  constructor(store: MarkStore) {
    this.#store = store;
  }

  has(of: ItemRef, file: { readonly path: string; readonly newBlob: string }): boolean {
    return this.#of(of)[file.path] === file.newBlob;
  }

  async set(of: ItemRef, file: { readonly path: string; readonly newBlob: string }, viewed: boolean): Promise<void> {
    const change = nameOf(of);
    const { [file.path]: _before, ...others } = this.#of(of);
    const marks = viewed ? { ...others, [file.path]: file.newBlob } : others;
    const rest = this.#all().filter(([other]) => other !== change);
    await this.#store.update(storeKey, [...rest, [change, marks]].slice(-keptChanges));
  }

  #all(): Marks {
    return this.#store.get<Marks>(storeKey) ?? [];
  }

  #of(of: ItemRef): Readonly<Record<string, string>> {
    return this.#all().find(([other]) => other === nameOf(of))?.[1] ?? {};
  }
}
