import { describe, expect, it } from 'vitest';
import { outcomeOf, proofOf } from '../../../src/engine/checkOutcomes.ts';
import { type CheckResult, checkOutcomeSchema } from '../../../src/model/steps.ts';
import { failing, outcome, report, run } from './someFacts.ts';

const strict = { id: 'tests', flaky: 'fail' } as const;
const tolerant = { id: 'tests', flaky: 'quarantine' } as const;
const names = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, n) => `case ${n + from}`);

describe('runs taken together', () => {
  it('pass when each of them does', () => {
    const said = outcomeOf(strict, [run(report([])), run(report([]), { finishedAt: 9000 })], undefined);
    expect(said).toEqual({
      ...outcome('tests', { seconds: 8, tail: 'fine' }),
      failing: [],
      failedTests: 0,
    });
    expect(checkOutcomeSchema.parse(said)).toEqual(said);
  });

  it('fail when one does, and show that one', () => {
    const said = outcomeOf(strict, [run(0), run(2, { tail: 'second' }), run(0)], undefined);
    expect(said).toMatchObject({ passed: false, exitCode: 2, tail: 'second', flaky: ['tests'] });
    expect(said.failing).toBeUndefined();
  });

  it('fail when there is none', () => {
    expect(outcomeOf(strict, [], undefined)).toMatchObject({
      passed: false,
      ended: 'not-started',
      exitCode: null,
      seconds: 0,
    });
  });

  it('fail with a contradiction, whatever the exit code', () => {
    const lie = run(0, { passed: false, report: report(['a']), contradiction: 'exit code 0, but 1 test failed' });
    expect(outcomeOf(tolerant, [lie, run(report([]))], undefined)).toMatchObject({
      passed: false,
      contradiction: 'exit code 0, but 1 test failed',
      failing: [],
      flaky: ['a'],
    });
    expect(outcomeOf(strict, [lie], undefined)).toMatchObject({ passed: false, failing: ['a'], failedTests: 1 });
  });

  it('count what the report counts, beyond what it lists', () => {
    const many = report(names(200), [], { failed: 950 });
    expect(outcomeOf(strict, [run(many)], undefined)).toMatchObject({ failedTests: 950 });
    expect(outcomeOf(strict, [run(many)], undefined).failing).toHaveLength(200);
  });
});

describe('a flaky test', () => {
  const sometimes = [run(report(['a'])), run(report([])), run(report(['a']))];

  it('fails the check unless it is set apart', () => {
    expect(outcomeOf(strict, sometimes, undefined)).toMatchObject({
      passed: false,
      failing: ['a'],
      flaky: ['a'],
      exitCode: 1,
    });
    expect(outcomeOf(tolerant, sometimes, undefined)).toMatchObject({
      passed: true,
      failing: [],
      failedTests: 0,
      flaky: ['a'],
      exitCode: 1,
    });
  });

  it('excuses nothing else', () => {
    const broken = [run(report(['a', 'b'])), run(report(['b'])), run(report(['b']))];
    expect(outcomeOf(tolerant, broken, undefined)).toMatchObject({ passed: false, failing: ['b'], flaky: ['a'] });
  });

  it.each([
    ['ends in a time-out', { ended: 'timeout', exitCode: null } as const],
    ['cuts off its report', { report: report(['a'], [], { complete: false }) }],
    ['lists not all that failed', { report: report(['a'], [], { failed: 3 }) }],
    ['writes no report', { report: undefined as never }],
  ])('excuses no run that %s', (_, more) => {
    const runs = [run(report(['a'])), run(report([])), run(report(['a']), more)];
    expect(outcomeOf(tolerant, runs, undefined).passed).toBe(false);
  });

  it('is not how a test is mended that failed every time before', () => {
    const before = failing('tests', { failing: ['a'] });
    expect(outcomeOf(tolerant, sometimes, before)).toMatchObject({ passed: false, failing: ['a'] });
    expect(outcomeOf(tolerant, sometimes, { ...before, flaky: ['a'] })).toMatchObject({ passed: true });
  });

  it('cannot be told from a broken one without a report, so nothing is set apart', () => {
    expect(outcomeOf(tolerant, [run(0), run(1)], undefined)).toMatchObject({ passed: false, flaky: ['tests'] });
  });
});

describe('regressions', () => {
  const now = (...failed: readonly string[]) => [run(report(failed))];

  it('are what did not fail before', () => {
    const before = failing('tests', { failing: ['a', 'b'], failedTests: 2 });
    expect(outcomeOf(strict, now('b', 'c'), before).regressions).toEqual(['c']);
    expect(outcomeOf(strict, now('a'), before).regressions).toEqual([]);
    expect(outcomeOf(strict, now('a'), outcome('tests', { failing: [] })).regressions).toEqual(['a']);
    expect(outcomeOf(strict, now('a'), undefined).regressions).toEqual([]);
  });

  it('are not tests that failed now and then before', () => {
    expect(outcomeOf(strict, now('a', 'b'), outcome('tests', { flaky: ['a'] })).regressions).toEqual(['b']);
  });

  it('are the check itself where no report tells', () => {
    expect(outcomeOf(strict, [run(1)], outcome('tests')).regressions).toEqual(['tests']);
    expect(outcomeOf(strict, [run(1)], failing('tests')).regressions).toEqual([]);
    expect(outcomeOf(strict, [run(0)], outcome('tests')).regressions).toEqual([]);
  });

  it('blame nobody where before was not told in full', () => {
    expect(outcomeOf(strict, now('a'), failing('tests')).regressions).toEqual([]);
    const many = failing('tests', { failing: [...names(200)], failedTests: 900 });
    expect(outcomeOf(strict, now('case 777'), many).regressions).toEqual([]);
  });

  it('count a check as fine before that only lacked a proof', () => {
    const unproven = outcome('tests', { passed: false, exitCode: 0 });
    expect(outcomeOf(strict, [run(1)], unproven).regressions).toEqual(['tests']);
  });
});

describe('a red-green check', () => {
  const proven = { id: 'regression', flaky: 'fail', redGreen: ['test/**'] } as const;
  const holds = { t0s0: true, t1s0: 'failed', t1s1: true, t0s1: true, holds: true, why: 'so' } as const;

  it('passes with the whole proof and not without', () => {
    expect(outcomeOf(proven, [run(0)], undefined).passed).toBe(false);
    expect(outcomeOf(proven, [run(0)], undefined, { ...holds, holds: false })).toMatchObject({
      passed: false,
      proof: { holds: false },
    });
    expect(outcomeOf(proven, [run(0)], undefined, holds)).toMatchObject({ passed: true, proof: holds });
    expect(outcomeOf(proven, [run(1)], undefined, holds).passed).toBe(false);
  });
});

describe('the proof', () => {
  const good = { t0s0: outcome('t'), t1s0: run(report(['new'])), t1s1: true, t0s1: run(report([])) } as const;

  it('holds in four runs', () => {
    expect(proofOf(good)).toEqual({
      t0s0: true,
      t1s0: 'failed',
      t1s1: true,
      t0s1: true,
      holds: true,
      why: '"new" fails on the old sources and passes on the new ones; the old tests still pass.',
    });
  });

  const crashed: CheckResult = run(1);
  it.each([
    ['old tests are red', { t0s0: failing('t') }, {}, /tests of the base do not pass/],
    ['nothing is known of before', { t0s0: undefined }, {}, /tests of the base do not pass/],
    [
      'new tests are green on old sources',
      { t1s0: run(report([])) },
      { t1s0: 'passed' },
      /add a test that fails without the change/,
    ],
    [
      'new tests cannot load',
      { t1s0: run(report([], ['file'])) },
      { t1s0: 'errored' },
      /could not run on the old sources/,
    ],
    ['no report tells', { t1s0: crashed }, { t1s0: 'errored' }, /give the check a `report`/],
    ['it was stopped', { t1s0: run(report(['new']), { ended: 'timeout' }) }, { t1s0: 'errored' }, /could not run/],
    ['a cell was not run', { t1s0: undefined }, { t1s0: 'errored' }, /were not run on the old sources/],
    ['new tests are red on new sources', { t1s1: false }, { t1s1: false }, /new tests do not pass on the new sources/],
    [
      'an old test was deleted',
      { t0s1: run(report(['old'])) },
      { t0s1: false },
      /\("old" fails\): keep what they ask for/,
    ],
    ['the last cell was not run', { t0s1: undefined }, { t0s1: false }, /old tests were not run/],
  ])('does not hold when %s', (_, more, cells, why) => {
    const proof = proofOf({ ...good, ...more });
    expect(proof).toMatchObject({ holds: false, ...cells });
    expect(proof.why).toMatch(why);
  });

  it('takes a check that ran well and only lacked its proof as green', () => {
    expect(proofOf({ ...good, t0s0: outcome('t', { passed: false, exitCode: 0 }) }).holds).toBe(true);
    const lied = outcome('t', { passed: false, exitCode: 0, contradiction: 'a test failed' });
    expect(proofOf({ ...good, t0s0: lied }).holds).toBe(false);
  });

  it('takes errors beside a failed test as failed: the test that failed ran', () => {
    expect(proofOf({ ...good, t1s0: run(report(['new'], ['other file'])) }).holds).toBe(true);
  });
});
