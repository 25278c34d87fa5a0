import { failingLimit, type TestReport } from '../model/testReport.ts';

/** The names of what failed; beyond `horizon` a report's list is cut, so that nothing is known of later names. */
interface Failing {
  readonly names: ReadonlySet<string>;
  readonly horizon: string | undefined;
}

function failingOf(report: TestReport | undefined): Failing {
  const names = (report?.failing ?? []).map(({ name }) => name);
  const cut = report !== undefined && report.failed + report.errored > names.length && names.length >= failingLimit;
  return { names: new Set(names), horizon: cut ? names.at(-1) : undefined };
}

const knows = ({ horizon }: Failing, name: string): boolean => horizon === undefined || name <= horizon;
const countOf = (report: TestReport): number => report.failed + report.errored;

/**
 * The tests that fail after a change and did not before it: its regressions. Without a report from before, all that
 * fail. Where the list from before is cut, a test behind its end is blamed only if more tests fail than before.
 */
export function newFailures(before: TestReport | undefined, after: TestReport | undefined): readonly string[] {
  const old = failingOf(before);
  const more = before !== undefined && after !== undefined && countOf(after) > countOf(before);
  return [...failingOf(after).names].filter((name) => !old.names.has(name) && (knows(old, name) || more));
}

/**
 * The tests that failed before a change and no longer fail. Only a whole report proves that; it does not tell a test
 * that passes from one that is gone, which is for the protection of oracle files and for the counts to tell.
 */
export function fixed(before: TestReport | undefined, after: TestReport | undefined): readonly string[] {
  if (!after?.complete) return [];
  const now = failingOf(after);
  return [...failingOf(before).names].filter((name) => !now.names.has(name) && knows(now, name));
}

/** What several runs of one check on the same tree say together, each list sorted. */
export interface Repeats {
  /** Failed in one run and passed in another. */
  readonly flaky: readonly string[];
  /** Failed in each run that tells of it. */
  readonly failing: readonly string[];
}

/** A run that is incomplete tells of failures only: what it does not name may not have run. */
export function mergeRepeats(reports: readonly TestReport[]): Repeats {
  const runs = reports.map((report) => ({ report, failing: failingOf(report) }));
  const names = [...new Set(runs.flatMap(({ failing }) => [...failing.names]))].sort();
  const passedOnce = (name: string): boolean =>
    runs.some(({ report, failing }) => report.complete && knows(failing, name) && !failing.names.has(name));
  return { flaky: names.filter(passedOnce), failing: names.filter((name) => !passedOnce(name)) };
}
