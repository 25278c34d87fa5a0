import { describe, expect, it } from 'vitest';
import { countsLine, countVitest, failuresText, sumCounts, vitestFailures } from '../../../scripts/test/counts.mjs';

const passing = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  success: true,
  testResults: [{ name: 'x.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

describe('countVitest', () => {
  it('counts passed, failed and skipped', () => {
    expect(countVitest(passing, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it('counts a file that did not load as a failure', () => {
    const report = {
      ...passing,
      success: false,
      testResults: [{ name: 'x.test.ts', status: 'failed', assertionResults: [] }],
    };
    expect(countVitest(report, 1).failed).toBe(1);
  });

  it('counts a failed test once, not its file again', () => {
    const failedFile = { name: 'x.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] };
    const report = { ...passing, success: false, numFailedTests: 1, testResults: [failedFile] };
    expect(countVitest(report, 1).failed).toBe(1);
  });

  it('does not pass a run that failed without saying why', () => {
    expect(countVitest(passing, 1).failed).toBe(1);
  });
});

describe('countsLine', () => {
  it('sums the suites and speaks of skipped ones only where there are any', () => {
    const sum = sumCounts([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(countsLine(sum)).toBe('5 passed, 1 failed');
    expect(countsLine({ ...sum, skipped: 4 })).toBe('5 passed, 1 failed, 4 skipped');
  });
});

describe('vitestFailures', () => {
  it('names each test that failed, with the first lines of why, and each file that did not load', () => {
    const failed = { status: 'failed', fullName: 'six at once claude', failureMessages: ['ECONNRESET\n at a\n at b'] };
    const testResults = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'passed', fullName: 'fine' }, failed] },
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'fine' }] },
    ];
    expect(failuresText(vitestFailures({ ...passing, success: false, testResults }))).toBe(
      [
        'FAILED a.test.ts > six at once claude',
        '    ECONNRESET',
        '     at a',
        '     at b',
        'FAILED b.test.ts',
        '    no such module',
      ].join('\n'),
    );
  });
});
