import type { ItemRef } from '../itemRef.ts';

/** What a window keeps; VS Code's `Memento` is one. */
export interface Kept {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'loopwright.expectedHeads';
/** Older ones are forgotten: their changes are long decided. */
const mostHeads = 200;

/** The changes of which somebody at this window said what they expect, or skipped it. */
export class ExpectedHeads {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  has(of: ItemRef, head: string): boolean {
    return this.#all().includes(nameOf(of, head));
  }

  async add(of: ItemRef, head: string): Promise<void> {
    await this.#kept.update(key, [...this.#all(), nameOf(of, head)].slice(-mostHeads));
  }

  #all(): readonly string[] {
    const all = this.#kept.get<unknown>(key);
    return Array.isArray(all) ? all.filter((one) => typeof one === 'string') : [];
  }
}

const nameOf = ({ run, item }: ItemRef, head: string): string => `${run}/${item}@${head}`;
