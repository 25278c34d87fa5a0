/** Where the marks are kept; VS Code's `Memento` is one. */
export interface MarkStore {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Path → blob of the content that was viewed, by run; the newest run last. */
type Marks = readonly (readonly [run: string, viewed: Readonly<Record<string, string>>])[];

const storeKey = 'loopwright.viewed';
/** Marks of older runs are dropped: the store of a workspace is small. */
const keptRuns = 50;

/** Which files of a change somebody has viewed. A mark names the content, so that only other content clears it. */
export class ViewedFiles {
  readonly #store: MarkStore;

  constructor(store: MarkStore) {
    this.#store = store;
  }

  has(run: string, file: { readonly path: string; readonly newBlob: string }): boolean {
    return this.#of(run)[file.path] === file.newBlob;
  }

  async set(run: string, file: { readonly path: string; readonly newBlob: string }, viewed: boolean): Promise<void> {
    const { [file.path]: _before, ...others } = this.#of(run);
    const marks = viewed ? { ...others, [file.path]: file.newBlob } : others;
    const rest = this.#all().filter(([other]) => other !== run);
    await this.#store.update(storeKey, [...rest, [run, marks]].slice(-keptRuns));
  }

  #all(): Marks {
    return this.#store.get<Marks>(storeKey) ?? [];
  }

  #of(run: string): Readonly<Record<string, string>> {
    return this.#all().find(([other]) => other === run)?.[1] ?? {};
  }
}
