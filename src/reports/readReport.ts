import { err, ok, type Result } from '../model/result.ts';
import type { ReportFormat, TestReport } from '../model/testReport.ts';
import { readCargoTest } from './cargoTest.ts';
import { readGoTest } from './goTest.ts';
import { readJestJson } from './jestJson.ts';
import { readJunit } from './junit.ts';
import { readNodeTest } from './nodeTest.ts';
import { readPytest } from './pytest.ts';
import type { TellPassed } from './tally.ts';
import { readTap } from './tap.ts';

/** The largest text that is read, in characters. */
export const reportSizeLimit = 16 * 1024 * 1024;

/** Reads one format; undefined if the text is none of it. Takes any text: never throws, in time linear in its length. */
type Reader = (text: string, root?: string, tellPassed?: TellPassed) => TestReport | undefined;

const readers: { readonly [format in ReportFormat]: Reader } = {
  junit: readJunit,
  tap: (text, root, tell) => readTap('tap', text, root, tell),
  node: readNodeTest,
  vitest: (text, root, tell) => readJestJson('vitest', text, root, tell),
  jest: (text, root, tell) => readJestJson('jest', text, root, tell),
  pytest: readPytest,
  go: readGoTest,
  cargo: readCargoTest,
};

const wanted: { readonly [format in ReportFormat]: string } = {
  junit: 'JUnit XML: point `report` at the file that the test runner writes',
  tap: 'TAP: make the test runner print TAP',
  node: 'the output of `node --test` (its `tap` or `spec` reporter)',
  vitest: 'the output of `vitest run --reporter=json`',
  jest: 'the output of `jest --json`',
  pytest: 'the output of pytest with its summary (or use `--junitxml` and the format `junit`)',
  go: 'the output of `go test -json` or `go test -v`',
  cargo: 'the output of `cargo test`',
};

/**
 * What a reader makes of a text that may be cut off. In the middle of a line, `ok 3 - upload # SKIP` looks like a pass
 * and the end of a suite like one more test: the last line of an incomplete report adds no pass unless its end is there.
 */
function readCutOff(read: Reader, text: string, root?: string): TestReport | undefined {
  const report = read(text, root);
  if (!report || report.complete || text.endsWith('\n')) return report;
  const sure = read(text.slice(0, text.lastIndexOf('\n') + 1), root);
  // Without its last line the rest may look whole.
  return sure && sure.passed < report.passed ? { ...sure, complete: false } : report;
}

/**
 * The report that a test run wrote. The text is not trusted: it may be cut off, huge or hostile. `root` is the folder
 * that the tests ran in: without it, runners that print absolute paths name a test differently in each worktree. The
 * error says what to do.
 */
export function readReport(format: ReportFormat, text: string, root?: string): Result<TestReport, string> {
  if (text.length > reportSizeLimit)
    return err('The test report is larger than 16 MB: make the test runner write less.');
  const report = readCutOff(readers[format], text, root);
  return report ? ok(report) : err(`There is no test report in it. Expected ${wanted[format]}.`);
}

/** A report with the names of the tests that passed, as the runner gives them. */
export interface NamedReport {
  readonly report: TestReport;
  /** Not one of each: several tests may have one name. */
  readonly passed: readonly string[];
}

/** The same of a report that is whole and names every test that passed; undefined of any other. */
export function readNamedReport(format: ReportFormat, text: string, root?: string): NamedReport | undefined {
  if (text.length > reportSizeLimit) return undefined;
  const passed: string[] = [];
  const report = readers[format](text, root, (name) => passed.push(name));
  return report?.complete === true && report.passed === passed.length ? { report, passed } : undefined;
}
