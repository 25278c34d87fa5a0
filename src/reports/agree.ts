import type { TestReport } from '../model/testReport.ts';

/** Whether a check passed, by its command and its report together; `why` is there where one of them cannot be right. */
export interface Agreement {
  readonly passed: boolean;
  readonly why?: string;
}

const tests = (count: number): string => (count === 1 ? '1 test' : `${count} tests`);

/** `2 tests failed and 1 test could not run (the first: "adds")`. */
function failuresOf({ failed, errored, failing }: TestReport): string {
  const parts = [
    ...(failed > 0 ? [`${tests(failed)} failed`] : []),
    ...(errored > 0 ? [`${tests(errored)} could not run`] : []),
  ];
  const [first] = failing;
  return `${parts.join(' and ')}${first ? ` (the first: "${first.name}")` : ''}`;
}

/**
 * A check with a report passes only if its command ended with exit code 0 and its whole report names no failing test.
 * `exitCode` is null for a command that did not end by itself. The words say which of the two is wrong and what to do.
 */
export function agree(report: TestReport, exitCode: number | null): Agreement {
  const fails = report.failed + report.errored > 0;
  if (exitCode === null)
    return { passed: false, why: 'The command did not end by itself, so its report proves nothing.' };
  if (exitCode === 0 && fails) {
    const why = `The exit code is wrong: the command ended with 0, but its report says that ${failuresOf(report)}. Let the command end with the test runner's own exit code (a pipe or \`|| true\` hides it).`;
    return { passed: false, why };
  }
  if (exitCode === 0 && !report.complete) {
    const why =
      'The report is wrong: it is cut off or contradicts itself, though the command ended with 0. Nothing else may write to it, and tests must not print what looks like one.';
    return { passed: false, why };
  }
  if (exitCode !== 0 && !fails) {
    const why = report.complete
      ? `The report is wrong or not all there is: it names no failing test, but the command ended with ${exitCode}. Read the command's output for what else failed.`
      : `The report is cut off before any failing test, and the command ended with ${exitCode}. Read the command's output for what stopped it.`;
    return { passed: false, why };
  }
  return { passed: exitCode === 0 };
}
