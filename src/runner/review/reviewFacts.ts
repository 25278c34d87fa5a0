import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Facts, openFacts } from '../../journal/factStore.ts';
import { type ReviewFact, reviewFactSchema } from '../../model/reviewFact.ts';
import { type KeptMarks, noMarks, withFact } from '../../review/marks/keptMarks.ts';
import { Refused } from '../refusal.ts';

/** Which review. */
export interface ReviewOf {
  readonly run: string;
  /** Id of the item. */
  readonly item: string;
}

type Store = Facts<ReviewFact, KeptMarks>;

/** What people say in reviews: a file for each item of a run that somebody said something about, opened when it is asked for. */
export class ReviewFacts {
  readonly #directoryOf: (run: string) => string;
  readonly #open = new Map<string, Store>();

  /** `directoryOf`: the folder of a run. */
  constructor(directoryOf: (run: string) => string) {
    this.#directoryOf = directoryOf;
  }

  marksOf(review: ReviewOf): KeptMarks {
    const path = this.#pathOf(review);
    return this.#open.has(path) || existsSync(path) ? this.#storeAt(path).state : noMarks;
  }

  /** Done when it is on disk. */
  async append(review: ReviewOf, fact: ReviewFact): Promise<void> {
    const path = this.#pathOf(review);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await this.#storeAt(path).append(fact);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((store) => store.close()));
    this.#open.clear();
  }

  #pathOf({ run, item }: ReviewOf): string {
    return join(this.#directoryOf(run), 'review', `${item}.jsonl`);
  }

  #storeAt(path: string): Store {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const opened = openFacts(path, reviewFactSchema, { from: noMarks, add: withFact });
    if (!opened.ok) throw new Refused(opened.error.code, opened.error.message);
    this.#open.set(path, opened.value);
    return opened.value;
  }
}
