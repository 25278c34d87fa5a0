import { type ObservedProcess, readObservation } from './observation.ts';
import type { CommandOutcome } from './runCommand.ts';
import type { RepairCheck } from './spec.ts';
import { type TestResults, testResults } from './testResults.ts';
import type { Watching, Workbench } from './workbench.ts';

/** A check that was run and watched. */
export interface CheckRun {
  readonly check: RepairCheck;
  readonly outcome: CommandOutcome;
  readonly processes: readonly ObservedProcess[];
  readonly results: TestResults;
}

/** How the tree stands before an edit. */
export interface Baseline {
  /** Fastest first. */
  readonly failing: readonly CheckRun[];
  /** Checks that an edit must leave green. */
  readonly green: readonly RepairCheck[];
  /** Every watched run, for spectra. */
  readonly runs: readonly CheckRun[];
}

/** Runs one check and reads what its processes recorded. */
export async function watchCheck(
  bench: Workbench,
  check: RepairCheck,
  timeoutMs: number,
  watching: Watching,
): Promise<CheckRun> {
  const { outcome, records } = await bench.run({ shell: check.run }, { env: check.env, timeoutMs, watching });
  const processes = readObservation(records, bench.rootUrl);
  return { check, outcome, processes, results: testResults(processes) };
}

const hasPassingTest = (run: CheckRun): boolean => run.results.seen.size > run.results.failed.size;

/**
 * Runs the checks that failed before, with coverage. Those that passed are run too when no test passes in the failing
 * ones: without passing tests every line that ran is equally suspected.
 */
export async function takeBaseline(bench: Workbench, checks: readonly RepairCheck[]): Promise<Baseline> {
  const runs: CheckRun[] = [];
  const watch = async (check: RepairCheck): Promise<void> => {
    runs.push(await watchCheck(bench, check, check.timeoutSeconds * 1000, 'coverage'));
  };
  for (const check of checks.filter((one) => !one.passed)) await watch(check);
  const failing = runs.filter(({ outcome }) => outcome.code !== 0);
  if (failing.length > 0 && !failing.some(hasPassingTest)) {
    for (const check of checks.filter((one) => one.passed)) await watch(check);
  }
  return {
    failing: failing.sort((a, b) => a.outcome.durationMs - b.outcome.durationMs),
    green: checks.filter((check) => !failing.some((run) => run.check === check)),
    runs,
  };
}
