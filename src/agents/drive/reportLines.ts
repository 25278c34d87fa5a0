import { appendFileSync } from 'node:fs';
import type { Used } from './spending.ts';

/** Milliseconds between usage lines at first. */
const firstPause = 200;
/** So many lines double the pause, which keeps a report of a day below what is read of one. */
const slowedBy = 50;

/** The driver's lines in the report of the step, where others of the pass write too. */
export class ReportLines {
  readonly #file: string;
  #written = '';
  #lines = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(file: string) {
    this.#file = file;
  }

  /** Says what was used so far; not more often than anybody looks unless `isLast`. */
  usage({ inputTokens, outputTokens, costUsd }: Used, { isLast = false } = {}): void {
    const now = performance.now();
    if (!isLast && now - this.#writtenAt < firstPause * (1 + this.#lines / slowedBy)) return;
    const line = JSON.stringify({ type: 'usage', inputTokens, outputTokens, costUsd });
    if (line === this.#written) return;
    this.#written = line;
    this.#writtenAt = now;
    this.#lines += 1;
    this.add([line]);
  }

  add(lines: readonly string[]): void {
    appendFileSync(this.#file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  }
}
