/** @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: number }} Counts */

/** What failed, by name, with what was said about it. @typedef {{ readonly name: string, readonly why: string }} Failure */
/** @typedef {Counts & { readonly failures: readonly Failure[] }} Outcome */

/**
 * The parts of vitest's JSON report that are read.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} [numTodoTests]
 * @property {readonly VitestFile[]} testResults one a file
 * @property {boolean} success
 */

/**
 * @typedef {object} VitestFile
 * @property {string} name its path
 * @property {string} status
 * @property {string} [message] why it did not load
 * @property {readonly { status: string, fullName?: string, failureMessages?: readonly string[] | null }[]} assertionResults
 */

/**
 * Counts a vitest run. A file that failed before or beside its tests (it did not load, a hook threw) counts as one
 * failure, and so does a run that failed for no reason told; else they would be silent.
 * @param {VitestReport} report
 * @param {number} exitCode of vitest
 * @returns {Counts}
 */
export function countVitest(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const told = report.numFailedTests + brokenFiles;
  const failed = told === 0 && (exitCode !== 0 || !report.success) ? 1 : told;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + (report.numTodoTests ?? 0) };
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.reduce((sum, counts) => sum + counts.skipped, 0),
  };
}

/**
 * The tests that failed, and the files that failed beside their tests.
 * @param {VitestReport} report
 * @returns {readonly Failure[]}
 */
export function vitestFailures(report) {
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [{ name: file.name, why: file.message ?? '' }];
      return failed.map(({ fullName = '', failureMessages }) => ({
        name: `${file.name} > ${fullName}`,
        why: failureMessages?.[0] ?? '',
      }));
    });
}

/**
 * The failures again, to stand at the very end: whoever sees only the last lines of a log learns which tests they were.
 * @param {readonly Failure[]} failures
 * @returns {string} a line for each, and below it the first lines of why; empty where nothing failed
 */
export function failuresText(failures) {
  return failures
    .map(({ name, why }) => [`FAILED ${name}`, ...why.split('\n').slice(0, shownLines)].join('\n    '))
    .join('\n');
}

/** Of what a failed test said: the message, and where it was thrown. */
const shownLines = 6;

/** @param {Counts} counts */
export function countsLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
