import type { CheckOutcome } from '../model/steps.ts';

/** Whether the work still gets anywhere. A value; `advance` makes the next one after each pass. */
export interface Progress {
  /** Passes in a row in which nothing got better, excused ones too: `run.no_progress`. */
  readonly noProgress: number;
  /** Nothing got better for as many passes as the loop allows, and no excuse is left. */
  readonly stalled: boolean;
  /** Passes since something got better, or since an excuse. */
  readonly waited: number;
  /** Whether one of them was new: another criticism, or files never seen before. */
  readonly hasNew: boolean;
  /** Excuses since something got better. */
  readonly excuses: number;
  /** The fewest failures so far; infinite before any are known. */
  readonly fewest: number;
  /** What the best review had against a state with that few failures: defects, and points missing to full marks. */
  readonly review: readonly [defects: number, missing: number];
  readonly trees: ReadonlySet<string>;
  readonly critiques: readonly ReadonlySet<string>[];
}

/** What one pass shows. */
export interface PassSigns {
  /** Checks, tests and objections that fail, each by a name that stays the same from pass to pass. */
  readonly failed: readonly string[];
  /**
   * How many fail, where `failed` does not list all of them; null where it cannot be compared with other passes: the
   * checks did not run, or one broke before it could count its tests. By default the length of `failed`.
   */
  readonly count?: number | null;
  /** Whether any metric is strictly better than the best so far. */
  readonly metricsBetter: boolean;
  /** Digest of the files that the pass left. */
  readonly tree: string;
  /** What the maker was told of it. */
  readonly critique: string;
}

export const begun: Progress = {
  noProgress: 0,
  stalled: false,
  waited: 0,
  hasNew: false,
  excuses: 0,
  fewest: Number.POSITIVE_INFINITY,
  review: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  trees: new Set(),
  critiques: [],
};

/** Most excuses between two passes that got somewhere (`field.md`: at most two softenings). */
export const mostExcuses = 2;

/**
 * Two critiques this alike say the same: the same failure seen again, with other numbers, is well above it, another
 * failure of the same check well below it (both in the tests).
 */
export const sameCritique = 0.5;

/** Earlier critiques that are remembered. */
const mostCritiques = 100;
/** Characters of a critique that are looked at. */
const longestCritique = 16_384;

/** How things stood before the first pass, so that doing nothing does not look like a first success. */
export function beginning(signs: Pick<PassSigns, 'failed' | 'count' | 'tree' | 'critique'>): Progress {
  return remembered({ ...begun, fewest: countOf(signs) ?? begun.fewest }, signs.tree, trigramsOf(signs.critique));
}

/** The same work asked for in another way (an escalation): the count begins anew, what was reached and seen stays. */
export const renewed = (progress: Progress): Progress => ({
  ...progress,
  noProgress: 0,
  waited: 0,
  hasNew: false,
  excuses: 0,
  stalled: false,
});

/**
 * The progress after one more pass. It got somewhere when strictly fewer fail than ever before, or a metric is better
 * than ever. After `after` passes that got nowhere the work is stalled, unless that is excused: in one of them what was
 * criticised was unlike anything before, or the files were in a state never seen before. An excuse gives as many passes
 * again, at most twice until something gets better. Which failures there are does not matter, only how few: mending one by breaking another is no progress.
 */
export function advance(progress: Progress, signs: PassSigns, after: number): Progress {
  const count = countOf(signs);
  const fewer = count !== null && count < progress.fewest;
  const critique = trigramsOf(signs.critique);
  const next = remembered(progress, signs.tree, critique);
  // Without anything to compare with, a first count is where it starts, not a success.
  const isFirst = progress.fewest === Number.POSITIVE_INFINITY;
  const fewest = fewer ? count : progress.fewest;
  const review = fewer ? begun.review : progress.review;
  if ((fewer && !isFirst) || signs.metricsBetter) return { ...renewed(next), fewest, review };
  const isNew = !progress.trees.has(signs.tree) || isUnlike(critique, progress.critiques);
  const counted = { ...next, fewest, review, noProgress: progress.noProgress + 1 };
  const waited = progress.waited + 1;
  const hasNew = progress.hasNew || isNew;
  if (waited < after) return { ...counted, waited, hasNew };
  if (!hasNew || progress.excuses === mostExcuses) return { ...counted, waited, hasNew, stalled: true };
  return { ...counted, waited: 0, hasNew: false, excuses: progress.excuses + 1 };
}

/**
 * Takes the review of the pass just counted into account, where it came so far: fewer defects than any review of a state
 * with as few failures, or the same and at least half a point more from the judge, is progress.
 */
export function reviewed(
  progress: Progress,
  { defects, score }: { readonly defects: number; readonly score?: number | undefined },
): Progress {
  const [fewest, least] = progress.review;
  const missing = score === undefined ? Number.POSITIVE_INFINITY : 10 - score;
  const better = defects < fewest || (defects === fewest && missing < least && missing <= least - 0.5);
  if (!better) return progress;
  return { ...renewed(progress), review: [defects, missing] };
}

const countOf = ({ failed, count }: Pick<PassSigns, 'failed' | 'count'>): number | null =>
  count === undefined ? new Set(failed).size : count;

function remembered(progress: Progress, tree: string, critique: ReadonlySet<string>): Progress {
  const critiques = critique.size === 0 ? progress.critiques : [...progress.critiques, critique].slice(-mostCritiques);
  return { ...progress, trees: new Set([...progress.trees, tree]), critiques };
}

/** No critique, or the first one, is no changed critique. */
const isUnlike = (critique: ReadonlySet<string>, earlier: readonly ReadonlySet<string>[]): boolean =>
  critique.size > 0 && earlier.length > 0 && earlier.every((each) => similarity(critique, each) < sameCritique);

/** How alike two texts are, from 0 to 1: the Jaccard index of their trigrams. Numbers do not count. */
export const likeness = (a: string, b: string): number => similarity(trigramsOf(a), trigramsOf(b));

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const trigram of a) if (b.has(trigram)) shared += 1;
  return shared / (a.size + b.size - shared);
}

/** Times, line numbers and counts change with every run and say nothing, so every number is the same number. */
function trigramsOf(text: string): ReadonlySet<string> {
  const plain = text.slice(0, longestCritique).toLowerCase().replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
  const trigrams = new Set<string>();
  for (let at = 0; at + 3 <= plain.length; at++) trigrams.add(plain.slice(at, at + 3));
  return trigrams;
}

/**
 * What fails in a state, as signs of progress. A state that was not proven, and one where a check broke that told its
 * tests `before` the change, cannot be compared: a build that no longer starts is not the last failure of thirty.
 */
export function failuresIn(
  { checks, objections }: { readonly checks: readonly CheckOutcome[]; readonly objections: readonly string[] },
  before: readonly CheckOutcome[],
): Pick<PassSigns, 'failed' | 'count'> {
  if (objections.length > 0) return { failed: objections, count: null };
  const failing = checks.filter((check) => !check.passed);
  const broke = failing.some(
    ({ id, failing: names }) => names === undefined && before.some((one) => one.id === id && one.failing !== undefined),
  );
  const failed = failing.flatMap(({ id, failing: names = [] }) =>
    names.length === 0 ? [id] : names.map((name) => `${id}: ${name}`),
  );
  const count = failing.reduce(
    (sum, { failing: names, failedTests }) => sum + Math.max(1, failedTests ?? names?.length ?? 0),
    0,
  );
  return { failed, count: broke ? null : count };
}
