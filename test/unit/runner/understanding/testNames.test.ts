import { describe, expect, it } from 'vitest';
import type { NamedReport } from '../../../../src/reports/readReport.ts';
import { FileTimes } from '../../../../src/runner/understanding/fileTimes.ts';
import { testsOf, testsWith } from '../../../../src/runner/understanding/testNames.ts';

function report(passed: readonly string[], failed: readonly string[] = []): NamedReport {
  const failing = failed.map((name) => ({ name, status: 'failed' as const, message: 'no' }));
  const counts = { passed: passed.length, failed: failed.length, errored: 0, skipped: 0 };
  return { report: { format: 'node', ...counts, failing, complete: true }, passed };
}

describe('tests by the names that they have on the head', () => {
  it('are those that one test alone has, over all checks', () => {
    expect(testsOf([report(['adds', 'twice', 'twice']), report(['once', 'adds'])])).toEqual(new Set(['once']));
    expect(testsOf([report(['twice', 'twice'])])).toBeUndefined();
    expect(testsOf([report(['adds'], ['fails anyway'])])).toBeUndefined();
    expect(testsOf([])).toBeUndefined();
  });

  it('are told apart by what they did, under one name, whatever the runner puts before a failing one', () => {
    const tests = new Set(['adds', 'group > adds', 'subtracts']);
    const other = report(['group > adds', 'of another'], ['test/sum.test.js > adds', 'subtracts']);
    expect(testsWith(tests, [other])).toEqual({
      status: 'ran',
      failed: ['adds', 'subtracts'],
      passed: ['group > adds'],
    });
  });

  it('tell nothing where one of them is missing: its file did not load, or the runner gave up', () => {
    expect(testsWith(new Set(['adds', 'subtracts']), [report(['adds'], ['test/sum.test.js'])])).toEqual({
      status: 'unknown',
    });
  });
});

describe('FileTimes', () => {
  it('gives each writing a second of its own, never one before the clock', () => {
    let now = 1_000_100;
    const times = new FileTimes(() => now);
    expect([times.next(), times.next(), times.next()]).toEqual([1001, 1002, 1003]);
    now = 1_009_000;
    expect([times.next(), times.next()]).toEqual([1009, 1010]);
  });
});
