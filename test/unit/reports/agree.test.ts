import { describe, expect, it } from 'vitest';
import type { TestReport } from '../../../src/model/testReport.ts';
import { agree } from '../../../src/reports/agree.ts';

const report = (failed: number, errored = 0, complete = true): TestReport => ({
  format: 'tap',
  passed: 3,
  failed,
  errored,
  skipped: 0,
  failing: failed + errored > 0 ? [{ name: 'adds', status: 'failed', message: '' }] : [],
  complete,
});

describe('agree', () => {
  it('passes only what both say passed', () => {
    expect(agree(report(0), 0)).toEqual({ passed: true });
    expect(agree(report(1), 1)).toEqual({ passed: false });
    expect(agree(report(0, 1, false), 2)).toEqual({ passed: false });
  });

  it('says that the exit code is wrong', () => {
    const { passed, why } = agree(report(2, 1), 0);
    expect(passed).toBe(false);
    expect(why).toMatch(
      /^The exit code is wrong: .* 2 tests failed and 1 test could not run \(the first: "adds"\)\. Let /,
    );
  });

  it('says that the report is wrong', () => {
    expect(agree(report(0), 3).why).toMatch(/^The report is wrong or not all there is: .* ended with 3\. Read /);
    expect(agree(report(0, 0, false), 0).why).toMatch(/^The report is wrong: it is cut off or contradicts itself/);
    expect(agree(report(0, 0, false), 1).why).toMatch(/^The report is cut off before any failing test/);
    expect([agree(report(0), 3), agree(report(0, 0, false), 0)].some(({ passed }) => passed)).toBe(false);
  });

  it('passes nothing that was ended', () => {
    expect(agree(report(0), null)).toEqual({ passed: false, why: expect.stringContaining('did not end by itself') });
  });
});
