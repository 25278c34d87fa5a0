import {
  type FailingTest,
  failingLimit,
  type ReportFormat,
  reportTextLimit,
  type TestReport,
} from '../model/testReport.ts';
import { inertFirstLine, inertText } from './inertText.ts';

/** The name of the one failing entry of a report in which no test ran: nothing that ran is nothing proved. */
export const noTestsName = 'no tests';

/** How many tests a reader holds at once at most, where their report comes in parts; with more it is incomplete. */
export const heldLimit = 200_000;

export const byName = (a: FailingTest, b: FailingTest): number => {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.status === b.status ? 0 : a.status < b.status ? -1 : 1;
};

/** Is told the name of a passing test, where a report gives one. */
export type TellPassed = (name: string) => void;

/** Counts tests while a report is read, and keeps of the failing ones those that sort first: memory stays bounded. */
export class Tally {
  passed = 0;
  skipped = 0;
  failed = 0;
  errored = 0;
  #failing: FailingTest[] = [];
  readonly #tellPassed: TellPassed | undefined;

  constructor(tellPassed?: TellPassed) {
    this.#tellPassed = tellPassed;
  }

  /** `nameOf` is asked for only where somebody wants the name. */
  pass(nameOf: () => string): void {
    this.passed += 1;
    this.tellPassed(nameOf);
  }

  /** Tells a name of a test that is counted elsewhere. */
  tellPassed(nameOf: () => string): void {
    this.#tellPassed?.(inertText(nameOf()) || '(no name)');
  }

  fail(name: string, status: FailingTest['status'], message: string): void {
    this[status] += 1;
    this.#failing.push({ name: inertText(name) || '(no name)', status, message: inertFirstLine(message) });
    if (this.#failing.length >= 4 * failingLimit) this.#prune();
  }

  get failing(): number {
    return this.failed + this.errored;
  }

  report(format: ReportFormat, complete: boolean): TestReport {
    if (complete && this.passed + this.skipped + this.failing === 0) {
      this.fail(noTestsName, 'errored', 'The report says that no test ran.');
    }
    this.#prune();
    const { passed, failed, errored, skipped } = this;
    return { format, passed, failed, errored, skipped, failing: distinct(this.#failing), complete };
  }

  #prune(): void {
    this.#failing = this.#failing.sort(byName).slice(0, failingLimit);
  }
}

/** Several tests of one name are told apart by their number. */
function distinct(sorted: readonly FailingTest[]): FailingTest[] {
  let nth = 1;
  return sorted.map((test, index) => {
    nth = sorted[index - 1]?.name === test.name ? nth + 1 : 1;
    return nth === 1 ? test : { ...test, name: `${test.name.slice(0, reportTextLimit - 6)} (${nth})` };
  });
}
