import type { Graded } from '../model/prompt.ts';
import { type Answer, fits, gradedOf, type Item, isRight } from './item.ts';
import type { NothingToAsk } from './nothingToAsk.ts';

export type DeskReply = { readonly status: 'ask'; readonly item: Item } | ({ readonly status: 'none' } & NothingToAsk);

/** What an answer was worth. Only `first` counts. */
export type DeskAnswer =
  | { readonly status: 'first'; readonly item: Item; readonly graded: Graded }
  /** It was answered before: `graded` tells of the first answer, which stands. */
  | { readonly status: 'again'; readonly item: Item; readonly graded: Graded }
  /** No such prompt was asked here, or the answer does not fit it. Nothing is counted. */
  | { readonly status: 'unknown' };

/**
 * Hands out prompts, one at a time, and grades them. Whoever asks sees the same open prompt until it is answered; the first
 * answer counts, whoever gives it; no prompt is given twice. Keys stay in this object.
 */
export class Desk {
  readonly #source: AsyncIterator<Item, NothingToAsk, void>;
  /** Every id that was handed out or answered in an earlier process. */
  readonly #spent: Set<string>;
  readonly #graded = new Map<string, Promise<{ readonly item: Item; readonly graded: Graded }>>();
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

  /** Grades an answer to a prompt that `next` gave. Never rejects. */
  async answer(id: string, answer: Answer): Promise<DeskAnswer> {
    const graded = this.#graded.get(id);
    if (graded !== undefined) return { status: 'again', ...(await graded) };
    const item = this.#open;
    if (item === undefined || item.prompt.id !== id || !fits(item.prompt, answer.given)) return { status: 'unknown' };
    const grading = isRight(item, answer.given).then((correct) => ({ item, graded: gradedOf(item, correct, answer) }));
    this.#graded.set(id, grading);
    this.#open = undefined;
    return { status: 'first', ...(await grading) };
  }

  async #fetch(): Promise<DeskReply> {
    for (;;) {
      const { done, value } = await this.#source.next();
      // The promise that carries the end stays: every later call gets it again.
      if (done) return { status: 'none', ...value };
      if (this.#spent.has(value.prompt.id)) continue;
      this.#spent.add(value.prompt.id);
      this.#open = value;
      this.#coming = undefined;
      return { status: 'ask', item: value };
    }
  }
}
