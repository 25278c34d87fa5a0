import type { Item } from './item.ts';
import type { NothingToAsk } from './nothingToAsk.ts';

export type DeskReply = { readonly status: 'ask'; readonly item: Item } | ({ readonly status: 'none' } & NothingToAsk);

/** What an answer was worth. Only `first` counts. */
export type DeskAnswer =
  | { readonly status: 'first'; readonly correct: boolean; readonly item: Item }
  /** It was answered before: `correct` tells the first answer, which stands. */
  | { readonly status: 'again'; readonly correct: boolean; readonly item: Item }
  /** No such prompt was asked here, or it has no such option. Nothing is counted. */
  | { readonly status: 'unknown' };

/**
 * Hands out the prompts about one head, one at a time, and grades them. Whoever asks sees the same open prompt until it
 * is answered; the first answer counts, whoever gives it; no prompt is given twice. Keys stay in this object.
 */
export class Desk {
  readonly #source: AsyncIterator<Item, NothingToAsk, void>;
  /** Every id that was handed out or answered in an earlier process. */
  readonly #spent: Set<string>;
  readonly #graded = new Map<string, { readonly item: Item; readonly correct: boolean }>();
  #open: Item | undefined;
  #coming: Promise<DeskReply> | undefined;

  constructor(source: AsyncIterator<Item, NothingToAsk, void>, answered: Iterable<string> = []) {
    this.#source = source;
    this.#spent = new Set(answered);
  }

  /** The open prompt, else the next one of the source, else why there is none. Rejects only if the source does. */
  next(): Promise<DeskReply> {
    if (this.#open !== undefined) return Promise.resolve({ status: 'ask', item: this.#open });
    this.#coming ??= this.#fetch();
    return this.#coming;
  }

  /** Grades an option, by its index, of a prompt that `next` gave. */
  answer(id: string, option: number): DeskAnswer {
    const graded = this.#graded.get(id);
    if (graded !== undefined) return { status: 'again', ...graded };
    const item = this.#open;
    if (item === undefined || item.id !== id || item.options[option] === undefined) return { status: 'unknown' };
    const correct = option === item.key;
    this.#graded.set(id, { item, correct });
    this.#open = undefined;
    return { status: 'first', correct, item };
  }

  async #fetch(): Promise<DeskReply> {
    for (;;) {
      const { done, value } = await this.#source.next();
      // The promise that carries the end stays: every later call gets it again.
      if (done) return { status: 'none', ...value };
      if (this.#spent.has(value.id)) continue;
      this.#spent.add(value.id);
      this.#open = value;
      this.#coming = undefined;
      return { status: 'ask', item: value };
    }
  }
}
