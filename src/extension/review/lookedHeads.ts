import { isSameItem } from '../itemRef.ts';
import type { ReviewShown } from './openReview.ts';
import type { ReadAt, Reading } from './reading.ts';

/** Keeps which head a person has read last, once it is another or the review is closed. */
export class LookedHeads {
  readonly #reading: Pick<Reading, 'remember'>;
  #read: ReadAt | undefined;

  constructor(reading: Pick<Reading, 'remember'>) {
    this.#reading = reading;
  }

  /** Something of the change was read as it is now. */
  read({ run, item, of }: ReviewShown): void {
    this.#read = { run, item, head: of.change.head };
  }

  /** The change may be another by now. */
  async follow(shown: ReviewShown): Promise<void> {
    const read = this.#read;
    if (read === undefined || !isSameItem(read, shown) || read.head === shown.of.change.head) return;
    this.#read = undefined;
    await this.#reading.remember({ kind: 'looked', head: read.head });
  }

  /** The person leaves the review of a change. */
  async leave(shown: ReviewShown): Promise<void> {
    const read = this.#read;
    this.#read = undefined;
    if (read !== undefined && isSameItem(read, shown)) {
      await this.#reading.remember({ kind: 'looked', head: read.head });
    }
  }
}
