import type { LineOrigin } from '../model/reviewMarks.ts';
import { changedHunks, linesOf } from './hunks.ts';

/** A file as it stood after somebody worked on it; the base's has neither iteration nor person. */
export interface FileVersion {
  readonly text: string;
  readonly iteration?: number;
  /** The person who edited it by hand. */
  readonly by?: string;
}

/**
 * Who made which lines of the newest version: the one after which a line first stood there. `versions` begin with the base,
 * oldest first. Lines next to each other with one origin are one run.
 */
export function lineOriginsOf(versions: readonly FileVersion[]): readonly LineOrigin[] {
  const [base, ...later] = versions;
  if (base === undefined) return [];
  let { text } = base;
  let origins = linesOf(text).map(() => base);
  for (const version of later) {
    origins = originsAfter(origins, text, version);
    text = version.text;
  }
  return runsOf(origins);
}

function originsAfter(origins: readonly FileVersion[], text: string, version: FileVersion): FileVersion[] {
  const after: FileVersion[] = [];
  let at = 0;
  for (const { base, head } of changedHunks(text, version.text)) {
    for (; at < base.first - 1; at++) after.push(origins[at] ?? version);
    for (let line = 0; line < head.count; line++) after.push(version);
    at += base.count;
  }
  for (; at < origins.length; at++) after.push(origins[at] ?? version);
  return after;
}

function runsOf(origins: readonly FileVersion[]): readonly LineOrigin[] {
  const runs: { origin: FileVersion; first: number; count: number }[] = [];
  for (const [index, origin] of origins.entries()) {
    const run = runs.at(-1);
    if (run?.origin === origin) run.count += 1;
    else runs.push({ origin, first: index + 1, count: 1 });
  }
  return runs.map(({ origin: { iteration, by }, first, count }) => ({
    head: { first, count },
    ...(iteration === undefined ? {} : { iteration }),
    ...(by === undefined ? {} : { by }),
  }));
}
