import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type Facts, openFacts } from '../../journal/factStore.ts';
import { type Expectation, expectationSchema } from '../../model/expectation.ts';
import { Refused } from '../refusal.ts';
import type { ReviewOf } from './reviewFacts.ts';

/** A line of `<common dir>/loopwright/runs/<run>/review/<item>.expected.jsonl`. */
const factSchema = z.strictObject({
  /** Epoch milliseconds. */
  at: z.number(),
  /** `Name <email>`. */
  by: z.string(),
  expected: expectationSchema,
});
type Fact = z.infer<typeof factSchema>;
type Kept = ReadonlyMap<string, Expectation>;

/** What people expected of changes before they read them, a file for each item. Of each head and person the first counts. */
export class Expectations {
  readonly #directoryOf: (run: string) => string;
  readonly #open = new Map<string, Facts<Fact, Kept>>();

  /** `directoryOf`: the folder of a run. */
  constructor(directoryOf: (run: string) => string) {
    this.#directoryOf = directoryOf;
  }

  of(review: ReviewOf, by: string, head: string): Expectation | undefined {
    const path = this.#pathOf(review);
    return existsSync(path) ? this.#storeAt(path).state.get(keyOf(by, head)) : undefined;
  }

  /** The expectation that counts, once it is on disk. */
  async expect(review: ReviewOf, fact: Fact): Promise<Expectation> {
    const path = this.#pathOf(review);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const store = this.#storeAt(path);
    const key = keyOf(fact.by, fact.expected.head);
    if (!store.state.has(key)) await store.append(fact);
    return store.state.get(key) ?? fact.expected;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((store) => store.close()));
    this.#open.clear();
  }

  #pathOf({ run, item }: ReviewOf): string {
    return join(this.#directoryOf(run), 'review', `${item}.expected.jsonl`);
  }

  #storeAt(path: string): Facts<Fact, Kept> {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    const opened = openFacts(path, factSchema, { from: new Map(), add: withFact });
    if (!opened.ok) throw new Refused(opened.error.code, opened.error.message);
    this.#open.set(path, opened.value);
    return opened.value;
  }
}

const keyOf = (by: string, head: string): string => `${head} ${by}`;

function withFact(kept: Kept, { by, expected }: Fact): Kept {
  const key = keyOf(by, expected.head);
  return kept.has(key) ? kept : new Map(kept).set(key, expected);
}
