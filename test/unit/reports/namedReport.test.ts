import { describe, expect, it } from 'vitest';
import type { ReportFormat } from '../../../src/model/testReport.ts';
import { readNamedReport, readReport } from '../../../src/reports/readReport.ts';
import { allCaptured, captured, rootOf } from './captured.ts';

const passedOf = (format: ReportFormat, file: string): readonly string[] | undefined =>
  readNamedReport(format, captured(file), rootOf(file))?.passed;

describe('names of passing tests', () => {
  it.each([
    ['node', 'node/ok-20.tap', ['adds', 'a group > passes']],
    ['node', 'node/ok-24.spec.txt', ['adds', 'a group > passes']],
    ['go', 'go/ok.json', ['example.com/sample/ok > TestOk', 'example.com/sample/ok > TestOkToo/child']],
    ['go', 'go/ok-v.txt', ['example.com/sample/ok > TestOk', 'example.com/sample/ok > TestOkToo/child']],
    ['cargo', 'cargo/ok.txt', ['whole']],
  ] as const)('%s: %s', (format, file, names) => {
    expect(passedOf(format, file)).toEqual(names);
  });

  it('are told in one form by both reporters of node, and by all of vitest and jest', () => {
    expect([...(passedOf('node', 'node/mixed-24.tap') ?? [])].sort()).toEqual(
      [...(passedOf('node', 'node/mixed-24.spec.txt') ?? [])].sort(),
    );
    for (const format of ['vitest', 'jest'] as const) {
      const named = readNamedReport(format, captured(`${format}/ok.json`), rootOf(`${format}/ok.json`));
      expect(named?.passed).toHaveLength(named?.report.passed ?? -1);
      for (const name of named?.passed ?? []) expect(name).toMatch(/\.test\.[jt]s > \S/);
    }
  });

  it('of pytest are there with -v alone', () => {
    expect(passedOf('pytest', 'pytest/ok.txt')).toBeUndefined();
    const verbose = captured('pytest/ok.txt').replace(
      'ok/test_ok.py .                                                          [100%]',
      'ok/test_ok.py::test_ok[a - b] PASSED                                     [100%]',
    );
    expect(readNamedReport('pytest', verbose)?.passed).toEqual(['ok/test_ok.py::test_ok[a - b]']);
  });

  it('are not told where the report counts more than it names, or is cut off', () => {
    expect(passedOf('go', 'go/ok.txt')).toBeUndefined();
    const tap = captured('node/ok-24.tap');
    expect(readNamedReport('node', tap.slice(0, tap.length / 2))).toBeUndefined();
  });

  it('change nothing of the report, whatever was captured', () => {
    for (const file of allCaptured) {
      const [tool = ''] = file.split('/');
      const format = (file.endsWith('.xml') ? 'junit' : file.endsWith('.tap') ? 'tap' : tool) as ReportFormat;
      const plain = readReport(format, captured(file), rootOf(file));
      const named = readNamedReport(format, captured(file), rootOf(file));
      if (named === undefined) continue;
      expect(plain.ok && plain.value).toEqual(named.report);
      const failing = new Set(named.report.failing.map(({ name }) => name));
      expect(named.passed.filter((name) => failing.has(name))).toEqual([]);
    }
  });
});
