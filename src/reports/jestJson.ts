import type { ReportFormat, TestReport } from '../model/testReport.ts';
import { statusBy } from './couldNotRun.ts';
import { isObject, type JsonObject, jsonIn, listOf, textOf } from './json.ts';
import { place, titled, withoutRoot } from './place.ts';
import { Tally, type TellPassed } from './tally.ts';

const isReport = (value: unknown): value is JsonObject =>
  isObject(value) && Array.isArray(value['testResults']) && typeof value['numTotalTests'] === 'number';

/** Which of the two runners a JSON report is of; only jest counts suites that could not run. */
export function jestFlavour(output: string): 'jest' | 'vitest' | undefined {
  const report = jsonIn(output, isReport);
  if (!report) return undefined;
  return 'numRuntimeErrorTestSuites' in report ? 'jest' : 'vitest';
}

/**
 * `vitest run --reporter=json` and `jest --json`: the same form. A file that failed without a failing test could not
 * run (it does not load, it has no tests, vitest's `beforeAll` threw). Jest says of each test under a `beforeAll` that
 * threw that it failed, and cannot be told apart.
 */
export function readJestJson(
  format: ReportFormat,
  output: string,
  root?: string,
  tellPassed?: TellPassed,
): TestReport | undefined {
  const report = jsonIn(output, isReport);
  if (!report) return undefined;
  const tally = new Tally(tellPassed);
  let failedTests = 0;
  for (const file of listOf(report['testResults'])) {
    if (!isObject(file)) return undefined;
    const name = place(textOf(file['name']), root);
    const failing = tallyFile(tally, name, listOf(file['assertionResults']), root);
    failedTests += failing;
    if (file['status'] === 'failed' && failing === 0) {
      tally.fail(
        name,
        'errored',
        withoutRoot(withoutHeading(textOf(file['message'])), root) || 'The file did not run.',
      );
    }
  }
  return tally.report(format, agrees(report, tally, failedTests));
}

/** Returns how many tests of the file failed. */
function tallyFile(tally: Tally, file: string, tests: readonly unknown[], root?: string): number {
  let failing = 0;
  for (const test of tests) {
    if (!isObject(test)) continue;
    const nameOf = (): string =>
      titled(
        file,
        ...listOf(test['ancestorTitles']).slice(0, 20).map(textOf),
        textOf(test['title']) || textOf(test['fullName']),
      );
    if (test['status'] === 'passed') tally.pass(nameOf);
    else if (test['status'] !== 'failed') tally.skipped += 1;
    else {
      failing += 1;
      const said = textOf(listOf(test['failureMessages'])[0]);
      tally.fail(nameOf(), statusBy(said), withoutRoot(said, root));
    }
  }
  return failing;
}

/** Jest begins with a heading that says nothing. */
const withoutHeading = (message: string): string =>
  message.slice(0, 4_000).replace(/^\s*●\s*Test suite failed to run\s+/, '');

function agrees(report: JsonObject, tally: Tally, failedTests: number): boolean {
  const clean = report['success'] !== false || tally.failing > 0 || tally.passed + tally.skipped === 0;
  const dirty = report['success'] !== true || tally.failing === 0;
  return (
    report['wasInterrupted'] !== true &&
    clean &&
    dirty &&
    report['numPassedTests'] === tally.passed &&
    report['numFailedTests'] === failedTests &&
    report['numTotalTests'] === tally.passed + tally.skipped + failedTests
  );
}
