import type { CheckOutcome, CheckResult, Facts } from '../../../src/model/steps.ts';
import type { TestReport } from '../../../src/model/testReport.ts';

/** What is known of a check; it passes unless `more` says otherwise. */
export const outcome = (id: string, more: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id,
  passed: true,
  exitCode: more.passed === false ? 1 : 0,
  ended: 'exit',
  seconds: 1,
  tail: '',
  regressions: [],
  flaky: [],
  ...more,
});

export const failing = (id: string, more: Partial<CheckOutcome> = {}): CheckOutcome =>
  outcome(id, { passed: false, ...more });

export const facts = (more: Partial<Facts> = {}): Facts => ({
  checks: [],
  metrics: {},
  baseline: {},
  best: {},
  run: { iteration: 1, noProgress: 0, tokens: 0, costUsd: 0, minutes: 1 },
  diff: { lines: 0, files: [] },
  item: {},
  inputs: {},
  ...more,
});

/** A report in which these tests failed, and these could not run. */
export function report(
  failed: readonly string[],
  errored: readonly string[] = [],
  more: Partial<TestReport> = {},
): TestReport {
  return {
    format: 'tap',
    passed: 3,
    failed: failed.length,
    errored: errored.length,
    skipped: 0,
    failing: [
      ...failed.map((name) => ({ name, status: 'failed', message: '' }) as const),
      ...errored.map((name) => ({ name, status: 'errored', message: '' }) as const),
    ],
    complete: true,
    ...more,
  };
}

/** One run of a check, by what its report says; without one by its exit code. */
export function run(said: TestReport | number, more: Partial<CheckResult> = {}): CheckResult {
  const exitCode = typeof said === 'number' ? said : Number(said.failed + said.errored > 0);
  return {
    passed: exitCode === 0,
    ended: 'exit',
    exitCode,
    startedAt: 1000,
    finishedAt: 3500,
    outputBytes: 0,
    tail: exitCode === 0 ? 'fine' : 'it broke',
    survivors: 0,
    ...(typeof said === 'number' ? {} : { report: said }),
    ...more,
  };
}
