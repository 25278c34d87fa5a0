import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LineRange, Mutant } from '../../mutants/mutant.ts';
import { mutantsOf } from '../../mutants/mutantsOf.ts';
import type { SuspectedLine, Suspicion } from './suspicion.ts';

/** An edit worth trying, with the file as it is. */
export interface Candidate {
  readonly mutant: Mutant;
  readonly source: string;
  /** Suspicion of the place, raised to `placeWeight`, times plausibility of the edit. */
  readonly rank: number;
}

export interface Candidates {
  /** Best first. */
  readonly edits: readonly Candidate[];
  /** Most suspected first. */
  readonly lines: readonly SuspectedLine[];
}

/** Lines beyond this many are too little suspected to be worth an edit. */
const mostLines = 1500;

/**
 * How much more the place counts than the kind of edit. With 3 the four real bugs of the tests need 1, 11, 33 and 55
 * edits, with 1 they need 1, 11, 140 and 208; D* (Wong et al. 2014, IEEE Trans. Reliability 63) weighs likewise.
 */
const placeWeight = 3;

/** A file's text, or undefined when it cannot be read or is no UTF-8, so that restoring it would change it. */
function sourceOf(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    const text = bytes.toString('utf8');
    return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
  } catch {
    return undefined;
  }
}

function rangesOf(lines: readonly SuspectedLine[]): LineRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const line of lines.map((one) => one.line).sort((a, b) => a - b)) {
    const previous = ranges.at(-1);
    if (previous && previous.last + 1 >= line) previous.last = line;
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** The edits of every line that failing tests ran, ordered by suspicion of the edited text and plausibility of the edit. */
export function candidatesFor(suspicion: Suspicion, root: string): Candidates {
  const sources = new Map<string, string>();
  const all: SuspectedLine[] = [];
  for (const path of suspicion.paths) {
    const source = sourceOf(join(root, path));
    if (source === undefined) continue;
    sources.set(path, source);
    all.push(...suspicion.lines(path, source));
  }
  const lines = all.sort((a, b) => b.score - a.score).slice(0, mostLines);
  const edits: Candidate[] = [];
  for (const [path, source] of sources) {
    const ranges = rangesOf(lines.filter((line) => line.path === path));
    for (const mutant of ranges.length > 0 ? mutantsOf(source, path, ranges) : []) {
      const rank = suspicionOf(suspicion, mutant) ** placeWeight * mutant.plausibility;
      if (rank > 0) edits.push({ mutant, source, rank });
    }
  }
  return { edits: edits.sort((a, b) => b.rank - a.rank), lines };
}

/** An insertion belongs to the text on both of its sides. */
function suspicionOf(suspicion: Suspicion, { path, start, end }: Mutant): number {
  return start < end
    ? suspicion.score(path, start, start + 1)
    : suspicion.score(path, Math.max(0, start - 1), start + 1);
}
