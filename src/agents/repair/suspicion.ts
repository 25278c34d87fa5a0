import { overlaps } from './intervals.ts';
import { ochiai } from './ochiai.ts';
import type { Spectrum } from './spectra.ts';

export interface SuspectedLine {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly score: number;
}

/** How suspected a piece of code is, over the spectra of a test run. */
export class Suspicion {
  readonly #failing: readonly Spectrum[];
  readonly #passing: readonly Spectrum[];
  readonly #scores = new Map<string, number>();

  constructor(spectra: readonly Spectrum[]) {
    const known = spectra.filter(({ files }) => files.size > 0);
    this.#failing = known.filter(({ failed }) => failed);
    this.#passing = known.filter(({ failed }) => !failed);
  }

  /** Tests that pass and reach some source; without any, all that ran is equally suspected. */
  get passing(): number {
    return this.#passing.length;
  }

  /** Files that some failing test ran. */
  get paths(): string[] {
    return [...new Set(this.#failing.flatMap(({ files }) => [...files.keys()]))].sort();
  }

  /** The Ochiai score of the text from `start` to `end` (UTF-16 offsets) of a file: it ran when any of it ran. */
  score(path: string, start: number, end: number): number {
    const key = `${start} ${end} ${path}`;
    const known = this.#scores.get(key);
    if (known !== undefined) return known;
    const ran = ({ files }: Spectrum): boolean => overlaps(files.get(path) ?? [], start, end);
    const inFailing = this.#failing.filter(ran).length;
    const inPassing = inFailing === 0 ? 0 : this.#passing.filter(ran).length;
    const score = ochiai({ inFailing, inPassing, failing: this.#failing.length });
    this.#scores.set(key, score);
    return score;
  }

  /** The lines of a file that some failing test ran, in the order of the text; blank lines do not count. */
  lines(path: string, source: string): SuspectedLine[] {
    const lines: SuspectedLine[] = [];
    let start = 0;
    for (const [index, text] of source.split('\n').entries()) {
      const [from, to] = [start + text.length - text.trimStart().length, start + text.trimEnd().length];
      const score = from < to ? this.score(path, from, to) : 0;
      if (score > 0) lines.push({ path, line: index + 1, score });
      start += text.length + 1;
    }
    return lines;
  }
}
