import type { Check } from '../model/loopFile.ts';
import type { CheckOutcome, CheckResult, Proof } from '../model/steps.ts';
import { failingLimit, type TestReport } from '../model/testReport.ts';

type Judged = Pick<Check, 'id' | 'flaky' | 'redGreen'>;

/**
 * What all runs of a check on the same files come to. It passes when every run passes. A test that passes in one run and
 * fails in another is flaky: with `flaky: quarantine` it is set apart, and the check passes if nothing else is wrong. A
 * check with `red-green` passes only with a proof that holds. `before` is the outcome without the change: only what did
 * not fail there is a regression.
 */
export function outcomeOf(
  check: Judged,
  runs: readonly CheckResult[],
  before: CheckOutcome | undefined,
  proof?: Proof,
): CheckOutcome {
  const failingIn = runs.map(failingOf);
  const flaky = flakyTests(check.id, runs, failingIn);
  const apart = new Set(check.flaky === 'quarantine' ? flaky.filter((test) => mayBeSetApart(test, before)) : []);
  const passes = runs.length > 0 && runs.every((run) => passesWithout(run, apart));
  const failing = failingIn.some((names) => names !== undefined)
    ? distinct(failingIn.flatMap((names) => names ?? [])).filter((test) => !apart.has(test))
    : undefined;
  const shown = runs.find((run) => !passesWithout(run, apart)) ?? runs.find((run) => !run.passed) ?? runs.at(-1);
  const contradiction = runs.find((run) => run.contradiction !== undefined)?.contradiction;
  return {
    id: check.id,
    passed: passes && (check.redGreen === undefined || proof?.holds === true),
    exitCode: shown?.exitCode ?? null,
    ended: shown?.ended ?? 'not-started',
    seconds: Math.max(0, ...runs.map(({ startedAt, finishedAt }) => (finishedAt - startedAt) / 1000)),
    tail: shown?.tail ?? '',
    ...(failing === undefined
      ? {}
      : { failing: failing.slice(0, failingLimit), failedTests: countOf(runs, failing, apart) }),
    regressions: regressionsOf(check.id, { passes, failing, before }).slice(0, failingLimit),
    flaky: flaky.slice(0, failingLimit),
    ...(contradiction === undefined ? {} : { contradiction }),
    ...(proof === undefined ? {} : { proof }),
  };
}

/** Whether the command of a check did well, whether or not a proof was asked for that makes the check pass. */
export const ranWell = (outcome: CheckOutcome): boolean =>
  outcome.passed || (outcome.ended === 'exit' && outcome.exitCode === 0 && outcome.contradiction === undefined);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

const failingOf = ({ report }: CheckResult): readonly string[] | undefined => report?.failing.map(({ name }) => name);

/** Names that fail in some runs and not in others. A run without a whole report says nothing of any test. */
function flakyTests(
  id: string,
  runs: readonly CheckResult[],
  failingIn: readonly (readonly string[] | undefined)[],
): readonly string[] {
  const telling = failingIn.filter((names, index) => names !== undefined && isWhole(runs[index]?.report));
  const tests = distinct(telling.flatMap((names) => names ?? [])).filter((test) =>
    telling.some((names) => names?.includes(test) === false),
  );
  const differs = runs.some((run) => run.passed) && runs.some((run) => !run.passed);
  return tests.length > 0 || !differs ? tests : [id];
}

/** Whether a test that it does not list did not fail. */
const isWhole = (report: TestReport | undefined): boolean =>
  report?.complete === true && report.failed + report.errored <= report.failing.length;

/**
 * Who fails every time without the change and only sometimes with it is not mended by calling it flaky. The check as a
 * whole is never set apart: without a report nobody can tell a flaky test from a broken one.
 */
function mayBeSetApart(test: string, before: CheckOutcome | undefined): boolean {
  if (before === undefined || before.flaky.includes(test)) return true;
  return before.failing?.includes(test) !== true;
}

/** Whether nothing is wrong with a run but the tests that are set apart. */
function passesWithout(run: CheckResult, apart: ReadonlySet<string>): boolean {
  if (run.passed) return true;
  if (run.ended !== 'exit' || run.contradiction !== undefined || !isWhole(run.report)) return false;
  const failing = failingOf(run) ?? [];
  return failing.length > 0 && failing.every((test) => apart.has(test));
}

/** The report counts what it does not list; several runs may fail in different tests. */
function countOf(runs: readonly CheckResult[], failing: readonly string[], apart: ReadonlySet<string>): number {
  const counts = runs.map(({ report }) => {
    if (report === undefined) return 0;
    return report.failed + report.errored - report.failing.filter(({ name }) => apart.has(name)).length;
  });
  return Math.max(failing.length, ...counts);
}

function regressionsOf(
  id: string,
  {
    passes,
    failing,
    before,
  }: {
    readonly passes: boolean;
    readonly failing: readonly string[] | undefined;
    readonly before: CheckOutcome | undefined;
  },
): readonly string[] {
  if (before === undefined) return [];
  if (failing === undefined || failing.length === 0) return !passes && ranWell(before) ? [id] : [];
  if (ranWell(before)) return failing.filter((test) => !before.flaky.includes(test));
  // A check that failed before without saying where, or in more tests than it lists, blames nobody now.
  const known = before.failing;
  if (known === undefined || known.length === 0 || (before.failedTests ?? 0) > known.length) return [];
  return failing.filter((test) => !known.includes(test) && !before.flaky.includes(test));
}

/** What the four runs of a proof are; undefined where one was not done. `t0s0` is the check before the change. */
export interface ProofRuns {
  readonly t0s0: CheckOutcome | undefined;
  readonly t1s0: CheckResult | undefined;
  readonly t1s1: boolean;
  readonly t0s1: CheckResult | undefined;
}

/**
 * The red-green proof in four runs (git-and-safety.md, section 4): old tests pass on old sources, new tests *fail* on
 * old sources, and both pass on the new ones. Failing is more than not passing: only a report with at least one test
 * that failed shows that it ran and found the old behaviour wrong. A test that could not even load proves nothing.
 */
export function proofOf({ t0s0, t1s0, t1s1, t0s1 }: ProofRuns): Proof {
  const cells = {
    t0s0: t0s0 !== undefined && ranWell(t0s0),
    t1s0: redness(t1s0),
    t1s1,
    t0s1: t0s1?.passed === true,
  };
  const why =
    (cells.t0s0
      ? undefined
      : 'The tests of the base do not pass on the sources of the base, so nothing can be proven of this change.') ??
    (t1s1 ? undefined : 'The new tests do not pass on the new sources.') ??
    notRed(t1s0, cells.t1s0) ??
    notGreen(t0s1);
  if (why !== undefined) return { ...cells, holds: false, why };
  const red = t1s0?.report?.failing.find(({ status }) => status === 'failed')?.name ?? '';
  return {
    ...cells,
    holds: true,
    why: `"${red}" fails on the old sources and passes on the new ones; the old tests still pass.`,
  };
}

function redness(run: CheckResult | undefined): Proof['t1s0'] {
  if (run?.passed === true) return 'passed';
  return run?.ended === 'exit' && (run.report?.failed ?? 0) > 0 ? 'failed' : 'errored';
}

function notRed(run: CheckResult | undefined, redness: Proof['t1s0']): string | undefined {
  if (redness === 'failed') return undefined;
  if (redness === 'passed') {
    return 'The new tests pass on the old sources too, so they do not show what was wrong: add a test that fails without the change.';
  }
  if (run === undefined) return 'The new tests were not run on the old sources.';
  if (run.report === undefined) {
    return 'The new tests do not pass on the old sources, but whether a test failed or none could run cannot be told: give the check a `report`.';
  }
  return 'The new tests could not run on the old sources (an error, not a failed test): write the test so that it loads there and fails.';
}

function notGreen(run: CheckResult | undefined): string | undefined {
  if (run === undefined) return 'The old tests were not run on the new sources.';
  if (run.passed) return undefined;
  const failing = run.report?.failing[0]?.name;
  return `The old tests do not pass on the new sources${failing === undefined ? '' : ` ("${failing}" fails)`}: keep what they ask for.`;
}
