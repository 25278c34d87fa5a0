import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type Facts, listed, openFacts } from '../../journal/factStore.ts';
import { localDay } from '../../model/localDate.ts';
import { confidenceSchema, promptKinds } from '../../model/prompt.ts';
import { Refused } from '../refusal.ts';
import { comprehensionFolder } from './clone.ts';

/** A first answer to a prompt about what is owed, right or not. It stays in this clone: nothing of it is ever shared. */
const attemptSchema = z.strictObject({
  /** Epoch milliseconds. */
  at: z.number(),
  /** Name of the reader's folder. */
  reader: z.string(),
  prompt: z.string(),
  kind: z.enum(promptKinds),
  /** The unit as its landing named it, and where it stands now. */
  unit: z.string(),
  place: z.string(),
  body: z.string(),
  correct: z.boolean(),
  credit: z.number().min(0).max(1),
  confidence: confidenceSchema,
  looked: z.boolean(),
  /** From when it was first shown. */
  seconds: z.number(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Attempts of all readers of this clone, oldest first: `<common dir>/loopwright/comprehension/attempts.jsonl`. */
export class Attempts {
  readonly #path: string;
  #facts: Promise<Facts<Attempt, readonly Attempt[]>> | undefined;

  constructor(commonDir: string) {
    this.#path = join(comprehensionFolder(commonDir), 'attempts.jsonl');
  }

  /** Throws `Refused` where the file cannot be used: without it, nobody knows what was asked before. */
  async of(reader: string): Promise<readonly Attempt[]> {
    return (await this.#opened()).state.filter((attempt) => attempt.reader === reader);
  }

  /** Resolves when it is on disk. */
  async append(attempt: Attempt): Promise<void> {
    await (await this.#opened()).append(attempt);
  }

  async close(): Promise<void> {
    await (await this.#facts?.catch(() => undefined))?.close();
  }

  #opened(): Promise<Facts<Attempt, readonly Attempt[]>> {
    this.#facts ??= this.#open().catch((error: unknown) => {
      // Whoever asks again may find it mended.
      this.#facts = undefined;
      throw error;
    });
    return this.#facts;
  }

  async #open(): Promise<Facts<Attempt, readonly Attempt[]>> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const opened = openFacts(this.#path, attemptSchema, listed<Attempt>());
    if (!opened.ok) throw new Refused(opened.error.code, opened.error.message);
    return opened.value;
  }
}

/** Those of the day that it is at `now` on this machine. */
export const attemptsToday = (attempts: readonly Attempt[], now: number): readonly Attempt[] =>
  attempts.filter(({ at }) => localDay(at) === localDay(now));
