import { describe, expect, it } from 'vitest';
import { checksAskedFor, evaluateGoal, falseParts, type GoalFact } from '../../../src/engine/goal.ts';

const facts: readonly GoalFact[] = [
  { id: 'lint', passed: true, exitCode: 0, seconds: 1.5 },
  { id: 'tests', passed: false, exitCode: 1, seconds: 2.25 },
  { id: 'slow', passed: false, exitCode: null, seconds: 60 },
];

describe('evaluateGoal', () => {
  it.each([
    ['checks.lint.passed', true],
    ['checks.tests.passed', false],
    ['!checks.tests.passed', true],
    ['checks["lint"].passed', true],
    ['checks.all(c, c.passed)', false],
    ['checks.exists(c, c.passed)', true],
    ['checks.exists_one(c, c.passed)', true],
    ['checks.filter(c, c.passed).size() == 1', true],
    ['checks.map(c, c.seconds)[0] < 2.0', true],
    ['checks.all(checks, checks.seconds > 1.0)', true],
    ['checks.tests.exit_code == 1', true],
    ['checks.slow.exit_code == -1', true],
    ['checks.tests.seconds > 2', true],
    ['size(checks) == 3 && "lint" in checks', true],
    ['checks.all(c, checks.exists(d, d.seconds >= c.seconds))', true],
    ['checks.lint.passed ? checks.tests.exit_code < 2 : false', true],
  ])('%s is %s', (goal, expected) => {
    expect(evaluateGoal(goal, facts)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['checks.missing.passed', /missing/],
    ['checks.lint', /neither true nor false/],
    ['checks.lint.passed &&', /could not be worked out/],
    ['"a".matches("(a+)+$")', /refused/],
    ['checks.all(a, checks.all(b, checks.all(c, c.passed)))', /refused/],
    ['', /could not be worked out/],
  ])('%s has no answer', (goal, why) => {
    const verdict = evaluateGoal(goal, facts);
    expect(verdict.ok).toBe(false);
    expect(verdict.ok ? '' : verdict.error).toMatch(why);
  });
});

describe('falseParts', () => {
  it('names each part of the outermost "and" that does not hold', () => {
    const goal = 'checks.lint.passed && (checks.tests.passed && checks.slow.seconds < 10.0) && checks.all(c, c.passed)';
    expect(falseParts(goal, facts)).toEqual([
      'checks.tests.passed is false',
      'checks.slow.seconds < 10.0 is false',
      'checks.all(c, c.passed) is false',
    ]);
  });

  it('takes an "or" as one part', () => {
    expect(falseParts('checks.tests.passed || checks.slow.passed', facts)).toEqual([
      'checks.tests.passed || checks.slow.passed is false',
    ]);
  });

  it('is empty when the goal holds, and tells why there is no answer', () => {
    expect(falseParts('checks.lint.passed', facts)).toEqual([]);
    expect(falseParts('checks.lint.passed && checks.gone.passed', facts)[0]).toMatch(/^checks.gone.passed: .*gone/);
  });
});

describe('checksAskedFor', () => {
  it('names what the goal names, or all where it ranges over them', () => {
    const ids = ['tests', 'lint', 'types'];
    expect(checksAskedFor('checks.tests.passed && checks["lint"].passed', ids)).toEqual(['tests', 'lint']);
    expect(checksAskedFor('checks.all(c, c.passed)', ids)).toEqual(ids);
  });
});
