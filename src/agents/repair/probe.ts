import { fileURLToPath } from 'node:url';
import type { CheckRun } from './baseline.ts';
import type { ProcessRecord } from './hookRecord.ts';
import { type ObservedProcess, readObservation } from './observation.ts';
import { sourceFile } from './sourceFile.ts';
import type { RepairCheck } from './spec.ts';
import { type TestResults, testResults } from './testResults.ts';
import type { Workbench } from './workbench.ts';

/** How a quick look at one edited tree ended. */
export interface Look {
  readonly green: boolean;
  readonly results: TestResults;
  readonly durationMs: number;
}

/** The quickest run that tells whether an edit may help. It never proves a fix: the whole checks do. */
export interface Probe {
  look(bench: Workbench, timeoutMs: number): Promise<Look>;
  readonly before: TestResults;
  readonly usualMs: number;
}

/** More failing test files than this are run by the check itself, which may run them at the same time. */
const mostProcesses = 6;

/** Whether what ran was made from other files by an earlier step of the check: then the test file alone misses the edit. */
function runsBuiltFiles({ maps }: ObservedProcess): boolean {
  return [...maps].some(([url, { data }]) =>
    data.sources.some((source) => sourceFile(url, data, source) !== fileURLToPath(url)),
  );
}

/** Test files that failed, as processes that can be run again alone. */
function failingFiles({ processes }: CheckRun): ProcessRecord[] {
  if (processes.some(runsBuiltFiles)) return [];
  const failed = processes.filter(({ process, tests }) => process.code !== 0 && tests.length > 0);
  return failed.every(({ process }) => !process.channel) ? failed.map(({ process }) => process) : [];
}

async function lookAtFiles(
  bench: Workbench,
  { env }: RepairCheck,
  files: readonly ProcessRecord[],
  limitMs: number,
): Promise<Look> {
  const started = performance.now();
  const [seen, failed] = [new Set<string>(), new Set<string>()];
  let green = true;
  for (const { execPath, execArgv, argv, cwd, cpuMs } of files) {
    const timeoutMs = limitMs - (performance.now() - started);
    // Endless loops are the usual price of an edit; CPU time finds them soon, also on a busy machine.
    const cpuSeconds = (cpuMs * 3 + 500) / 1000;
    const command = { program: execPath, arguments: [...execArgv, ...argv] };
    const { outcome, records } = await bench.run(command, { env, timeoutMs, watching: 'results', cwd, cpuSeconds });
    const results = testResults(readObservation(records, bench.rootUrl));
    for (const key of results.seen) seen.add(key);
    for (const key of results.failed) failed.add(key);
    green &&= outcome.code === 0;
    if (outcome.code === undefined) break;
  }
  return { green, results: { seen, failed }, durationMs: performance.now() - started };
}

async function lookAtCheck(bench: Workbench, check: RepairCheck, timeoutMs: number): Promise<Look> {
  const { outcome, records } = await bench.run(
    { shell: check.run },
    { env: check.env, timeoutMs, watching: 'results' },
  );
  const results = testResults(readObservation(records, bench.rootUrl));
  return { green: outcome.code === 0, results, durationMs: outcome.durationMs };
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((key) => b.has(key));

/**
 * Finds the quickest way to look. The failing test files alone are used only when, on the unedited tree, they fail with
 * exactly the tests that failed inside the check: else something of the check's surroundings is missing.
 */
export async function findProbe(bench: Workbench, run: CheckRun): Promise<Probe> {
  const { check } = run;
  const timeoutMs = check.timeoutSeconds * 1000;
  const files = failingFiles(run);
  if (files.length > 0 && files.length <= mostProcesses) {
    const alone = await lookAtFiles(bench, check, files, timeoutMs);
    if (!alone.green && alone.results.failed.size > 0 && same(alone.results.failed, run.results.failed)) {
      return {
        look: (on, limit) => lookAtFiles(on, check, files, limit),
        before: alone.results,
        usualMs: alone.durationMs,
      };
    }
  }
  return { look: (on, limit) => lookAtCheck(on, check, limit), before: run.results, usualMs: run.outcome.durationMs };
}
