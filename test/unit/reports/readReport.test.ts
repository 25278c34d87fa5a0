import { describe, expect, it } from 'vitest';
import { type ReportFormat, reportFormats, testReportSchema } from '../../../src/model/testReport.ts';
import { readReport } from '../../../src/reports/readReport.ts';
import { captured, capturedReport, countsOf, reportOf, verdicts } from './captured.ts';

const nodeVerdicts = (hangs: string): string[] => [
  'errored test/absent.test.js',
  'failed test/sum.test.js > a group > within a group > fails',
  'errored test/sum.test.js > a group with a set-up that fails > needs the database',
  'failed test/sum.test.js > a parent > second child',
  `${hangs} test/sum.test.js > hangs`,
  'errored test/sum.test.js > loads what is not there',
  'failed test/sum.test.js > subtracts: "quoted" \\ # hash',
  'failed test/sum.test.js > throws in the code under test',
  'errored test/syntax.test.js',
];

describe('node --test', () => {
  it.each([
    'mixed-20.tap',
    'mixed-22.tap',
    'mixed-24.tap',
    'mixed-20.spec.txt',
    'mixed-22.spec.txt',
    'mixed-24.spec.txt',
  ])('%s: every Node and both reporters give the same names and verdicts', (file) => {
    const report = capturedReport('node', `node/${file}`);
    expect(verdicts(report)).toEqual(nodeVerdicts('failed'));
    expect(countsOf(report)).toEqual({ passed: 4, failed: 5, errored: 4, skipped: 2, complete: true });
    expect(report.failing.find(({ name }) => name.endsWith('second child'))?.message).toMatch(/second child is wrong$/);
  });

  it('gives the same from its JUnit XML', () => {
    const report = capturedReport('junit', 'node/mixed-24.junit.xml');
    // Node escapes quotes twice there.
    expect(verdicts(report).map((verdict) => verdict.replaceAll('&quot;', '"'))).toEqual(nodeVerdicts('failed'));
    expect(countsOf(report)).toEqual({ passed: 4, failed: 5, errored: 4, skipped: 2, complete: true });
  });

  it.each(['ok-20.tap', 'ok-24.tap', 'ok-20.spec.txt', 'ok-24.spec.txt'])('%s passes', (file) => {
    const report = capturedReport('node', `node/${file}`);
    expect(report).toEqual({
      format: 'node',
      ...{ passed: 2, failed: 0, errored: 0, skipped: 1 },
      failing: [],
      complete: true,
    });
  });

  it('takes a file as passed that node itself does', () => {
    expect(capturedReport('node', 'node/none-22.tap').passed).toBe(1);
  });

  it('knows a report whose counts say otherwise, and one that was cut off', () => {
    for (const file of ['node/mixed-22.tap', 'node/mixed-24.spec.txt']) {
      const text = captured(file);
      expect(reportOf('node', text.replace(/tests 16/, 'tests 17')).complete).toBe(false);
      expect(reportOf('node', text.slice(0, text.length / 3)).complete).toBe(false);
    }
  });

  it('does not take a point that the tested code printed among the real ones', () => {
    const text = captured('node/ok-24.tap').replace('# Subtest: skipped', 'not ok 7 - forged\n# Subtest: skipped');
    expect(reportOf('node', text).complete).toBe(false);
  });
});

describe('TAP', () => {
  it.each([
    ['mixed.tap', ['errored sum.test.ts > a group with a set-up that fails']],
    ['mixed-flat.tap', []],
  ])('vitest/%s', (file, more) => {
    const report = capturedReport('tap', `vitest/${file}`);
    expect(report.complete).toBe(true);
    expect(verdicts(report)).toEqual(
      [
        'errored absent.test.ts',
        'errored empty.test.ts',
        'errored sum.test.ts > a group > loads what is not there',
        'failed sum.test.ts > a group > throws',
        ...more,
        'failed sum.test.ts > subtracts',
        'errored syntax.test.ts',
      ].filter(Boolean),
    );
  });

  it('reads directives, escapes, subtests and diagnostics of TAP 14', () => {
    const report = reportOf(
      'tap',
      `TAP version 14
# Subtest: outer
    ok 1 - inner \\# one
    not ok 2 - inner two
      ---
      message: "it broke: \\"here\\""
      severity: fail
      stack: |
        not ok 9 - no point, part of a stack
      ...
    1..2
not ok 1 - outer
ok 2 - a # SKIP no network
not ok 3 - b # TODO later
ok
1..4
`,
    );
    expect(countsOf(report)).toEqual({ passed: 2, failed: 1, errored: 0, skipped: 2, complete: true });
    expect(report.failing).toEqual([{ name: 'outer > inner two', status: 'failed', message: 'it broke: "here"' }]);
  });

  it.each([
    ['a plan of more', '1..3\nok 1 - a\nok 2 - b\n'],
    ['no plan', 'TAP version 13\nok 1 - a\n'],
    ['two plans', '1..1\nok 1 - a\n1..1\n'],
    ['a subtest without its parent', '1..1\nok 1 - a\n    ok 1 - b\n    1..1\n'],
    ['a parent that passed over a child that failed', '1..1\n    not ok 1 - b\n    1..1\nok 1 - a\n'],
    ['an open brace', '1..1\nok 1 - a {\n    ok 1 - b\n    1..1\n'],
  ])('is incomplete with %s', (_, text) => {
    expect(reportOf('tap', text).complete).toBe(false);
  });

  it('says that the tests bailed out', () => {
    const report = reportOf('tap', '1..2\nok 1 - a\nBail out! no database\n');
    expect(report.complete).toBe(false);
    expect(report.failing).toEqual([{ name: 'Bail out!', status: 'errored', message: 'no database' }]);
  });

  it('takes a whole file that is skipped as skipped', () => {
    expect(countsOf(reportOf('tap', '1..0 # SKIP not on this system\n'))).toMatchObject({ skipped: 1, errored: 0 });
  });
});

describe('vitest and jest', () => {
  it('reads vitest --reporter=json', () => {
    const report = capturedReport('vitest', 'vitest/mixed.json');
    expect(verdicts(report)).toEqual([
      'errored absent.test.ts',
      'errored empty.test.ts',
      'errored sum.test.ts > a group > loads what is not there',
      'failed sum.test.ts > a group > throws',
      'failed sum.test.ts > subtracts',
      'errored syntax.test.ts',
    ]);
    expect(countsOf(report)).toEqual({ passed: 2, failed: 2, errored: 4, skipped: 3, complete: true });
    expect(report.failing.at(-2)?.message).toBe('AssertionError: expected -1 to be 3 // Object.is equality');
  });

  it('reads jest --json', () => {
    const report = capturedReport('jest', 'jest/mixed.json');
    expect(verdicts(report)).toEqual([
      'errored absent.test.js',
      'errored empty.test.js',
      'failed sum.test.js > a group > throws',
      // Jest says of each test under a set-up that threw that it failed.
      'failed sum.test.js > a group with a set-up that fails > needs the database',
      'failed sum.test.js > subtracts',
      'errored syntax.test.js',
    ]);
    expect(countsOf(report)).toEqual({ passed: 2, failed: 3, errored: 3, skipped: 2, complete: true });
    expect(report.failing[0]?.message).toBe("Cannot find module './absent' from 'absent.test.js'");
  });

  it.each(['vitest/merged.txt', 'jest/merged.txt'])('finds the JSON between other lines: %s', (path) => {
    const report = capturedReport(path.startsWith('vitest') ? 'vitest' : 'jest', path);
    expect(report.complete).toBe(true);
    expect(report.passed).toBe(2);
  });

  it('says that no test ran', () => {
    for (const format of ['vitest', 'jest'] as const) {
      expect(verdicts(capturedReport(format, `${format}/none.json`))).toEqual(['errored no tests']);
    }
  });

  it('is incomplete where its counts or its own verdict say otherwise', () => {
    const text = captured('vitest/ok.json');
    expect(reportOf('vitest', text).complete).toBe(true);
    expect(reportOf('vitest', text.replace('"numPassedTests":1', '"numPassedTests":2')).complete).toBe(false);
    expect(reportOf('vitest', text.replace('"success":true', '"success":false')).complete).toBe(false);
    expect(
      reportOf('jest', captured('jest/ok.json').replace('"wasInterrupted":false', '"wasInterrupted":true')).complete,
    ).toBe(false);
  });

  it('reads the JUnit XML of both', () => {
    const vitest = capturedReport('junit', 'vitest/mixed.junit.xml');
    expect(countsOf(vitest)).toEqual({ passed: 2, failed: 3, errored: 4, skipped: 3, complete: true });
    expect(vitest.failing.at(-1)?.message).toMatch(/^Transform failed with 1 error: \[PARSE_ERROR\] Unexpected token/);
    // jest-junit says nothing of files that do not load: `jest --json` does.
    expect(countsOf(capturedReport('junit', 'jest/mixed.junit.xml'))).toMatchObject({ failed: 3, errored: 0 });
  });
});

describe('pytest', () => {
  const mixed = [
    'failed test_sum.py::TestGroup::test_in_group',
    'failed test_sum.py::test_fails',
    'errored test_sum.py::test_imports_late',
    'errored test_sum.py::test_needs_database',
    'failed test_sum.py::test_params[x - y]',
    'failed test_sum.py::test_raises',
    'errored test_sum.py::test_teardown',
  ];

  it.each(['mixed.txt', 'mixed-rA.txt', 'mixed-q.txt', 'mixed-colour.txt'])('reads the text of %s', (file) => {
    const report = capturedReport('pytest', `pytest/${file}`);
    expect(verdicts(report)).toEqual(mixed);
    expect(countsOf(report)).toEqual({ passed: 3, failed: 4, errored: 3, skipped: 2, complete: true });
  });

  it('says why a file could not be collected', () => {
    const report = capturedReport('pytest', 'pytest/collection-error.txt');
    expect(report.failing).toEqual([
      { name: 'test_absent.py', status: 'errored', message: "ModuleNotFoundError: No module named 'absent_module'" },
    ]);
    expect(capturedReport('pytest', 'pytest/collection-error-continued.txt').errored).toBe(4);
  });

  it('reads its JUnit XML, in which a test whose tear-down fails counts twice', () => {
    const report = capturedReport('junit', 'pytest/mixed.junit.xml');
    expect(countsOf(report)).toEqual({ passed: 2, failed: 4, errored: 4, skipped: 2, complete: true });
    expect(verdicts(report)).toContain('failed test_sum > test_params[x - y]');
    expect(verdicts(report)).toContain('errored test_sum > test_teardown');
  });

  it.each(['none.txt', 'not-found.txt'])('says that no test ran: %s', (file) => {
    expect(verdicts(capturedReport('pytest', `pytest/${file}`))).toEqual(['errored no tests']);
  });

  it('passes, also with -q', () => {
    for (const file of ['ok.txt', 'ok-q.txt']) {
      expect(countsOf(capturedReport('pytest', `pytest/${file}`))).toMatchObject({ passed: 1, complete: true });
    }
  });

  it('is incomplete where failing tests are counted and not listed, and where it was cut off', () => {
    const text = captured('pytest/mixed.txt');
    expect(reportOf('pytest', text.replace(/^FAILED .*\n/m, '')).complete).toBe(false);
    expect(reportOf('pytest', text.slice(0, text.lastIndexOf('5 failed'))).complete).toBe(false);
    expect(reportOf('pytest', '!!!! KeyboardInterrupt !!!!\n==== 1 passed in 0.02s ====\n').complete).toBe(false);
  });
});

describe('go test', () => {
  const mixed = [
    'errored example.com/sample/broken',
    'failed example.com/sample/panics > TestPanics',
    'errored example.com/sample/setup',
    'failed example.com/sample/sum > TestFails',
    'failed example.com/sample/sum > TestTable/second_case',
  ];

  it.each([
    ['mixed.json', 6, 1],
    ['mixed-v.txt', 6, 1],
    // Without -v only packages are named: the one that passed counts as one test.
    ['mixed.txt', 1, 0],
  ])('reads %s', (file, passed, skipped) => {
    const report = capturedReport('go', `go/${file}`);
    expect(verdicts(report)).toEqual(mixed);
    expect(countsOf(report)).toEqual({ passed, failed: 3, errored: 2, skipped, complete: true });
    expect(report.failing.at(-1)?.message).toBe('sum_test.go:19: second is wrong');
    expect(report.failing[1]?.message).toMatch(/^panic: runtime error: index out of range/);
  });

  it.each([
    ['ok.json', 2],
    ['ok-v.txt', 2],
    ['ok.txt', 1],
  ])('passes: %s', (file, passed) => {
    expect(countsOf(capturedReport('go', `go/${file}`))).toEqual({
      ...{ passed, failed: 0, errored: 0, skipped: 0, complete: true },
    });
  });

  it('says that no test ran', () => {
    expect(verdicts(capturedReport('go', 'go/none.txt'))).toEqual(['errored no tests']);
  });

  it('reads the events of a build that failed, as `go help buildjson` has them', () => {
    const events = [
      { ImportPath: 'example.com/x [example.com/x.test]', Action: 'build-output', Output: '# example.com/x\n' },
      { ImportPath: 'example.com/x [example.com/x.test]', Action: 'build-output', Output: 'x.go:3:1: undefined: y\n' },
      { ImportPath: 'example.com/x [example.com/x.test]', Action: 'build-fail' },
      { Action: 'start', Package: 'example.com/x' },
      { Action: 'output', Package: 'example.com/x', Output: 'FAIL\texample.com/x [build failed]\n' },
      { Action: 'fail', Package: 'example.com/x', FailedBuild: 'example.com/x [example.com/x.test]' },
    ];
    const report = reportOf('go', events.map((event) => JSON.stringify(event)).join('\n'));
    expect(report.failing).toEqual([{ name: 'example.com/x', status: 'errored', message: 'x.go:3:1: undefined: y' }]);
    expect(report.complete).toBe(true);
  });

  it('is incomplete where a package began and never ended', () => {
    for (const file of ['mixed.json', 'mixed-v.txt']) {
      const text = captured(`go/${file}`);
      const cut = text.slice(0, text.lastIndexOf('second_case'));
      expect(reportOf('go', cut).complete).toBe(false);
    }
  });

  it('is incomplete without -v too, wherever it says that more is to come', () => {
    const text = captured('go/mixed.txt');
    const cutAt = (words: string) => reportOf('go', text.slice(0, text.indexOf(words)));
    // In a build, in a panic of an `init`, after a package that failed, and before the last word.
    expect(reportOf('go', `${captured('go/ok.txt')}${text.slice(0, text.indexOf('FAIL'))}`).complete).toBe(false);
    expect(reportOf('go', `${captured('go/ok.txt')}panic: no database\n`).complete).toBe(false);
    for (const next of ['?   \t', '--- FAIL: TestPanics', 'no database', '--- FAIL: TestFails']) {
      expect(cutAt(next).complete, next).toBe(next === '?   \t');
    }
    expect(reportOf('go', text.slice(0, -'FAIL\n'.length)).complete).toBe(false);
    // In the middle of a package's line: it has not passed.
    expect(reportOf('go', 'ok  \texample.com/a\t0.1s\nok  \texample.com/b')).toMatchObject({
      passed: 1,
      complete: false,
    });
    expect(reportOf('go', 'ok  \texample.com/a\t0.1s\nok  \texample.com/b\t0.')).toMatchObject({
      passed: 1,
      complete: false,
    });
    expect(reportOf('go', `${captured('go/ok.txt')}FAIL\n`).complete).toBe(false);
  });

  it('is whole where one package is tested in its own folder, and where other commands follow', () => {
    expect(reportOf('go', 'FAIL\nexit status 1\nFAIL\texample.com/a\t0.1s\n')).toMatchObject({
      errored: 1,
      complete: true,
    });
    const two = `${captured('go/mixed.txt')}${captured('go/ok.txt')}make: *** [test] Error 1\n`;
    expect(reportOf('go', two)).toMatchObject({ passed: 2, complete: true });
    const warned = '# example.com/a.test\nld: warning: ignoring file x.o\nok  \texample.com/a\t(cached)\n# done\n';
    expect(reportOf('go', warned)).toMatchObject({ passed: 1, complete: true });
    expect(reportOf('go', 'ok  \texample.com/a\t0.1s\tcoverage: 80.0% of statements')).toMatchObject({
      complete: true,
    });
  });
});

describe('cargo test', () => {
  it.each(['mixed-all.txt', 'mixed-q.txt', 'mixed-nocapture.txt'])('reads %s', (file) => {
    const report = capturedReport('cargo', `cargo/${file}`);
    expect(verdicts(report)).toEqual(['failed tests::fails', 'failed tests::indexes']);
    expect(countsOf(report)).toEqual({ passed: 3, failed: 2, errored: 0, skipped: 1, complete: true });
  });

  it('keeps what the panic said', () => {
    expect(capturedReport('cargo', 'cargo/mixed.txt').failing.map(({ message }) => message)).toEqual([
      'assertion `left == right` failed: the sum is wrong',
      'index out of bounds: the len is 0 but the index is 3',
    ]);
  });

  it('says that a crate does not compile', () => {
    const report = capturedReport('cargo', 'cargo/compile-error.txt');
    expect(report.failing).toEqual([
      {
        name: 'sample (lib test)',
        status: 'errored',
        message: 'error[E0425]: cannot find value `four` in this scope',
      },
    ]);
  });

  it('is incomplete where the test program ended before its tests did', () => {
    const report = capturedReport('cargo', 'cargo/abort.txt');
    expect(report.complete).toBe(false);
    expect(verdicts(report)).toEqual(['errored --lib']);
  });

  it('is not taken in by a result that a test printed', () => {
    const text = captured('cargo/mixed.txt').replace(/ok\. 9 passed; 0 failed/, 'ok. 4 passed; 0 failed');
    expect(reportOf('cargo', text).complete).toBe(false);
  });

  it('passes, and says that no test ran', () => {
    expect(countsOf(capturedReport('cargo', 'cargo/ok.txt'))).toMatchObject({ passed: 1, complete: true });
    expect(verdicts(capturedReport('cargo', 'cargo/none.txt'))).toEqual(['errored no tests']);
  });
});

describe('JUnit XML', () => {
  const suite = (attributes: string, inner: string) =>
    `<testsuites><testsuite ${attributes}>${inner}</testsuite></testsuites>`;

  it('takes <failure> as failed and <error> as errored', () => {
    const report = reportOf(
      'junit',
      suite(
        'name="s" tests="3" failures="1" errors="1" skipped="1"',
        `<testcase classname="C" name="a"><failure message="no"/></testcase>
         <testcase classname="C" name="b"><error type="NullPointerException"><![CDATA[at C.b]]></error></testcase>
         <testcase classname="C" name="c"><skipped/></testcase>`,
      ),
    );
    expect(report.failing).toEqual([
      { name: 'C > a', status: 'failed', message: 'no' },
      { name: 'C > b', status: 'errored', message: 'at C.b' },
    ]);
    expect(countsOf(report)).toEqual({ passed: 0, failed: 1, errored: 1, skipped: 1, complete: true });
  });

  it('takes an error of a suite as a suite that could not run', () => {
    const report = reportOf('junit', suite('name="s"', '<error message="no class"/>'));
    expect(report.failing).toEqual([{ name: 's', status: 'errored', message: 'no class' }]);
  });

  it.each([
    ['cases that are missing', suite('tests="2"', '<testcase name="a"/>')],
    ['a failure that is missing', suite('tests="1" failures="1"', '<testcase name="a"/>')],
    ['a failure that it denies', suite('tests="1" failures="0"', '<testcase name="a"><failure/></testcase>')],
    ['its end cut off', '<testsuites><testsuite><testcase name="a"/>'],
    ['an entity of its own', '<!DOCTYPE t [<!ENTITY x "y">]><testsuites><testcase name="&x;"/></testsuites>'],
    ['crossed tags', '<testsuites><testsuite><testcase name="a"></testsuite></testcase></testsuites>'],
  ])('is incomplete with %s', (_, text) => {
    expect(reportOf('junit', text).complete).toBe(false);
  });

  it('finds the document behind other output, and stops behind it', () => {
    const text = `> test\n<testsuites><testcase name="a"/></testsuites>\nDone <in> 1 s & more`;
    expect(countsOf(reportOf('junit', text))).toMatchObject({ passed: 1, complete: true });
  });

  it('takes colours and controls in what tests printed', () => {
    const text = `<testsuites><testcase name="a\u001b[31mb\u0000&#27;[1mc"/><system-out>\u001b[0m\ud800</system-out></testsuites>`;
    expect(countsOf(reportOf('junit', text))).toMatchObject({ passed: 1, complete: true });
  });
});

describe('readReport', () => {
  it('says what it expected of a text that is no report', () => {
    for (const format of reportFormats) {
      const read = readReport(format, 'Hello.\n');
      expect(read).toEqual({
        ok: false,
        error: expect.stringMatching(/^There is no test report in it\. Expected .+\.$/),
      });
    }
  });

  it('names tests the same in every worktree when it is told the folder', () => {
    for (const [format, path] of [
      ['vitest', 'vitest/mixed.json'],
      ['node', 'node/mixed-20.tap'],
      ['jest', 'jest/mixed.json'],
    ] as const satisfies readonly (readonly [ReportFormat, string])[]) {
      const here = capturedReport(format, path);
      const tool = path.split('/')[0] ?? '';
      const windows = reportOf(format, captured(path).replaceAll(`/tmp/rep/${tool}/`, 'c:/Data/w1/'), 'C:\\Data\\w1\\');
      expect(windows.failing.map(({ name }) => name)).toEqual(here.failing.map(({ name }) => name));
    }
  });

  it('gives what the schema says', () => {
    expect(testReportSchema.safeParse(capturedReport('node', 'node/mixed-24.tap')).success).toBe(true);
  });
});
