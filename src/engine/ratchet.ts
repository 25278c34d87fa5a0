import type { Loop, MakingLoop, Metric } from '../model/loopFile.ts';
import type { CheckOutcome } from '../model/steps.ts';
import type { Measures } from './facts.ts';
import { askedChecks } from './goal.ts';

/** What a state of the files is compared by. */
export interface Standing {
  readonly checks: readonly CheckOutcome[];
  readonly metrics: Measures;
  /** Why it was not proven; a state with objections is worse than any without. */
  readonly objections?: readonly string[];
}

type Compared = Pick<MakingLoop, 'goal' | 'checks' | 'metrics'>;

/**
 * Whether a pass may stay under the loop's ratchets: it is not worse than the best so far. Checks that the goal asks for
 * come first (a pass that fails them is worse than one that passes them, whatever it measures), then the metrics with
 * `ratchet`, in the order written: the first that differs decides. A metric that could not be measured is worse than any
 * value. An equal pass stays, because work goes on that no metric shows yet.
 */
export function keepsBest(loop: Compared, best: Standing, pass: Standing): boolean {
  const ratchets = loop.metrics.filter((metric) => metric.ratchet);
  return first(byChecks(loop, pass, best), byMetrics(ratchets, pass, best)) >= 0;
}

/**
 * Whether `a` is strictly better than `b`: for choosing among attempts from the same place. Fewer objections come before
 * passing checks, those before fewer failing checks and tests, those before all metrics (with `ratchet` first), in the order written.
 */
export function isBetter(loop: Compared, a: Standing, b: Standing): boolean {
  const metrics = [...loop.metrics].sort((x, y) => Number(y.ratchet) - Number(x.ratchet));
  return (
    first(
      (b.objections?.length ?? 0) - (a.objections?.length ?? 0),
      byChecks(loop, a, b),
      failures(loop, b) - failures(loop, a),
      failingTests(loop, b) - failingTests(loop, a),
      byMetrics(metrics, a, b),
    ) > 0
  );
}

/** The best value of each metric so far, and whether `now` has brought a better one. */
export function bestOf(
  metrics: Loop['metrics'],
  best: Measures,
  now: Measures,
): { readonly improved: boolean; readonly best: Measures } {
  const better = metrics.filter((metric) => compareMetric(metric, now[metric.id], best[metric.id]) > 0);
  const values = better
    .map(({ id }) => [id, now[id]] as const)
    .filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { improved: better.length > 0, best: { ...best, ...Object.fromEntries(values) } };
}

/** The first comparison that tells a difference: above 0 is better. */
const first = (...comparisons: readonly number[]): number => comparisons.find((each) => each !== 0) ?? 0;

const byChecks = (loop: Compared, a: Standing, b: Standing): number =>
  Number(failures(loop, a) === 0) - Number(failures(loop, b) === 0);

/** Checks that the goal asks for and that do not pass, or did not run. */
function failures(loop: Compared, { checks: outcomes }: Standing): number {
  return askedChecks(loop).filter((id) => !outcomes.some((outcome) => outcome.id === id && outcome.passed)).length;
}

/** Tests that fail in the checks that the goal asks for; a check that does not tell counts as one. */
function failingTests(loop: Compared, { checks: outcomes }: Standing): number {
  const asked = askedChecks(loop);
  return outcomes
    .filter((outcome) => asked.includes(outcome.id) && !outcome.passed)
    .reduce((sum, { failedTests, failing = [] }) => sum + Math.max(1, failedTests ?? failing.length), 0);
}

const byMetrics = (metrics: readonly Metric[], a: Standing, b: Standing): number =>
  first(...metrics.map((metric) => compareMetric(metric, a.metrics[metric.id], b.metrics[metric.id])));

/** Above 0: `a` is better. Unknown is worse than any value, and as good as unknown. */
function compareMetric({ better }: Metric, a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a === b) return 0;
  return a > b === (better === 'higher') ? 1 : -1;
}
