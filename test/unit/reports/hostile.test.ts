import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportFormats, testReportSchema } from '../../../src/model/testReport.ts';
import { detectReport } from '../../../src/reports/detectReport.ts';
import { readReport } from '../../../src/reports/readReport.ts';
import { allCaptured, captured, reportOf } from './captured.ts';

/** Any text ends in a report that the schema takes, or in an error that is one line. */
function readAll(text: string): void {
  for (const format of reportFormats) {
    const read = readReport(format, text);
    if (read.ok) expect(testReportSchema.safeParse(read.value).error).toBeUndefined();
    else expect(read.error).toMatch(/^[^\n]+\.$/);
  }
  const detected = detectReport(text);
  if (detected) expect(testReportSchema.safeParse(detected).error).toBeUndefined();
}

const texts = allCaptured.map(captured);
const pieces = [
  ...['TAP version 13', '1..2', 'ok 1 - a', 'not ok 2 - b # TODO', '    ok 1 - c', '  ---', '  ...', 'Bail out!', '}'],
  ...['    not ok 3 - d {', '# tests 3', '▶ a', '  ✖ b (1ms)', '✖ a (2ms)', 'ℹ tests 2', 'ℹ suites 1', 'ℹ pass 1'],
  ...[
    'ℹ fail 1',
    '✖ failing tests:',
    'test at a.js:1:1',
    '=== RUN   TestA',
    '--- FAIL: TestA (0.00s)',
    'FAIL\tx\t0.1s',
  ],
  ...[
    'ok  \tx\t0.1s',
    '{"Action":"fail","Package":"p","Test":"T"}',
    '{"Action":"pass","Package":"p"}',
    'running 2 tests',
  ],
  ...[
    'test a ... FAILED',
    'failures:',
    '    a',
    '',
    'test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out',
  ],
  ...['=== short test summary info ===', 'FAILED a.py::b[c - d] - e', 'ERROR a.py', '=== 1 failed in 0.10s ==='],
  ...[
    '<testsuites>',
    '<testsuite name="a" tests="1">',
    '<testcase name="b">',
    '<failure/>',
    '</testcase>',
    '</testsuite>',
  ],
  ...['</testsuites>', '{"numTotalTests":1,"testResults":[{"name":"a","status":"failed","assertionResults":[{}]}]}'],
];

describe('any text', () => {
  it('is read without a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), readAll), { numRuns: 300 });
  });

  it('made of pieces of reports is read without a throw', () => {
    const lines = fc.array(fc.constantFrom(...pieces), { maxLength: 40 });
    fc.assert(
      fc.property(lines, (some) => readAll(some.join('\n'))),
      { numRuns: 500 },
    );
  });

  it('that a mutated report is, is read without a throw', () => {
    const mutation = fc.record({
      text: fc.constantFrom(...texts),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(200),
      put: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 20 })),
    });
    const run = ({ text, cut, length, put }: { text: string; cut: number; length: number; put: string }): void => {
      const at = Math.floor(cut * text.length);
      readAll(`${text.slice(0, at)}${put}${text.slice(at + length)}`);
    };
    fc.assert(fc.property(mutation, run), { numRuns: 300 });
  });

  const wholes = allCaptured.flatMap((path) => {
    const whole = detectReport(captured(path));
    return whole ? [{ path, whole }] : [];
  });
  it.each(wholes)('$path, cut off anywhere, never gives more than the whole', ({ path, whole }) => {
    const text = captured(path);
    // A stride of its own for each length: some 200 places, in the middle of lines of every kind.
    for (let at = 0; at < text.length; at += Math.ceil(text.length / 200)) {
      const read = readReport(whole.format, text.slice(0, at));
      if (read.ok) expect(read.value.passed, text.slice(0, at).slice(-80)).toBeLessThanOrEqual(whole.passed);
    }
  });

  it('cut off in a line counts no pass that the end of the line may take back', () => {
    const group = 'TAP version 13\n1..3\nok 1 - adds\n';
    expect(reportOf('tap', `${group}ok 2 - uploads`)).toMatchObject({ passed: 1, complete: false });
    expect(reportOf('tap', `${group}ok 2 - uploads # SKIP\n`)).toMatchObject({ passed: 1, skipped: 1 });
    // What failed failed, and a last line whose end is there counts.
    expect(reportOf('tap', `${group}not ok 2 - upl`)).toMatchObject({ passed: 1, failed: 1, complete: false });
    expect(reportOf('tap', `${group}ok 2 - uploads\n`)).toMatchObject({ passed: 2, complete: false });
    expect(reportOf('tap', `${group}ok 2 - uploads\nok 3 - ends`)).toMatchObject({ passed: 3, complete: true });
    // The end of a suite looks like a test until its whole name is there.
    expect(reportOf('node', '✔ adds (1ms)\n▶ a group\n  ✔ passes (1ms)\n✔ a gro')).toMatchObject({ passed: 2 });
  });
});

const size = 2 * 1024 * 1024;
const filled = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));

describe('hostile input', () => {
  // What is quadratic in the length takes minutes on these; what is linear, far less than the limit of the test.
  const huge: Record<string, string> = {
    'nested XML': filled('<a>'),
    'open XML brackets': `<testsuites>${filled('<')}`,
    'XML attributes': `<testsuites ${Array.from({ length: 200_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    'XML declarations': filled('<?xml version="1.0"?>'),
    'XML references': `<testsuites>${filled('&#65;')}</testsuites>`,
    'XML comments': `<testsuites>${filled('<!--')}`,
    'an entity bomb': `<!DOCTYPE t [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><testsuites><testcase name="${'&b;'.repeat(1000)}"/></testsuites>`,
    'nested JSON': `{"testResults":${filled('[')}`,
    'JSON lines': filled('{"Action":"run","Package":"p","Test":"T/T"}\n'),
    'broken events': filled('{"Action":"run","Package":}\n'),
    'half JSON lines': filled('{"a":}\n'),
    'test points': `TAP version 13\n${filled('not ok\n')}`,
    'nested subtests': `TAP version 13\n${Array.from({ length: 1_500 }, (_, n) => `${'    '.repeat(n)}not ok 1 - a {`).join('\n')}`,
    'subtests up and down': `TAP version 13\n${filled('        not ok 1 - a\n    not ok 1 - b\nnot ok 1 - c\n')}`,
    'open blocks': `TAP version 13\n${filled('not ok 1\n  ---\n')}`,
    'signs of directives': `TAP version 13\nok 1 ${filled('#')}`,
    'failing tests of one name': `${filled('✖ a\n')}ℹ tests 1\n✖ failing tests:\n${filled('test at a.js:1:1\n✖ a\n')}`,
    'open suites': filled('▶ a\n  ▶ b\n'),
    'tests of go': filled('=== RUN   T\n--- FAIL: T/T/T/T\n'),
    'slashes of go': `=== RUN   ${filled('/')}\nFAIL\tp\t0.1s\n`,
    'failing tests of cargo': `running 9 tests\n${filled('test a ... FAILED\n')}failures:\n${filled('    a\n')}`,
    'failing tests of pytest': `=== short test summary info ===\n${filled('FAILED a[ - ] - \n')}`,
    'underscores of pytest': filled('_ ERROR collecting _ _'),
    'counts of pytest': filled('1 passed, '),
    'empty lines': filled('\n'),
    'escape sequences': filled('\u001b['),
    'operating system commands': filled('\u001b]0;'),
    spaces: filled(' '),
    NUL: filled('\0'),
    'halves of characters': filled('\ud800'),
  };

  it.each(Object.keys(huge))('%s end soon', { timeout: 60_000 }, (name) => readAll(huge[name] ?? ''));

  it('of more than 16 MB is refused', () => {
    expect(readReport('tap', 'x'.repeat(17 * 1024 * 1024))).toEqual({
      ok: false,
      error: expect.stringContaining('16 MB'),
    });
  });

  it('expands no entity', () => {
    expect(reportOf('junit', huge['an entity bomb'] ?? '')).toMatchObject({ passed: 0, complete: false });
  });

  it('in names is made harmless and short', () => {
    const name = `\u001b[31ma\u0000b\u202ec\td${'\ud83d\ude00'.repeat(1_000_000)}`;
    const [test] = reportOf('tap', `1..1\nnot ok 1 - ${name}\n`).failing;
    expect(test?.name).toMatch(/^abc ?d/u);
    expect(test?.name.length).toBeLessThanOrEqual(300);
    expect(test?.name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });

  it('lists 200 failing tests, those that sort first, and counts all', () => {
    const names = Array.from({ length: 5_000 }, (_, n) => `t${String((n * 7_919) % 5_000).padStart(4, '0')}`);
    const report = reportOf('tap', `1..5000\n${names.map((name) => `not ok - ${name}`).join('\n')}\n`);
    expect(report.failed).toBe(5_000);
    expect(report.failing.map(({ name }) => name)).toEqual([...names].sort().slice(0, 200));
  });

  it('tells tests of one name apart', () => {
    const report = reportOf('tap', '1..3\nnot ok - a\nnot ok - b\nnot ok - a\n');
    expect(report.failing.map(({ name }) => name)).toEqual(['a', 'a (2)', 'b']);
  });
});
