import { describe, expect, it } from 'vitest';
import {
  asksForJudge,
  checksAskedFor,
  couldHold,
  evaluateGoal,
  falseParts as falsePartsOf,
  goalParts,
} from '../../../src/engine/goal.ts';
import { decide } from '../../../src/engine/verdict.ts';
import type { Facts } from '../../../src/model/steps.ts';
import { facts as factsOf, failing, outcome } from './someFacts.ts';

const facts = factsOf({
  checks: [
    outcome('lint', { seconds: 1.5 }),
    failing('tests', { seconds: 2.25 }),
    failing('slow', { exitCode: null, ended: 'timeout', seconds: 60 }),
  ],
  metrics: { coverage: 74.2 },
  baseline: { coverage: 71 },
});

const falseParts = (goal: string, over: Facts) => falsePartsOf(goalParts(goal, over));

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
    ['checks.lint.passed &&', /cannot be read/],
    ['"a".matches("(a+)+$")', /refused/],
    ['checks.all(a, checks.all(b, checks.all(c, c.passed)))', /refused/],
    ['', /cannot be read/],
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
      'checks.slow.seconds < 10.0 is false (checks.slow.seconds is 60)',
      'checks.all(c, c.passed) is false (not passed: tests, slow)',
    ]);
  });

  it('takes an "or" as one part', () => {
    expect(falseParts('checks.tests.passed || checks.slow.passed', facts)).toEqual([
      'checks.tests.passed || checks.slow.passed is false',
    ]);
  });

  it.each([
    ['metrics.coverage >= 80.0', 'metrics.coverage >= 80.0 is false (metrics.coverage is 74.2)'],
    [
      '(metrics.coverage - baseline.coverage) > 5.0',
      '(metrics.coverage - baseline.coverage) > 5.0 is false (metrics.coverage is 74.2; baseline.coverage is 71)',
    ],
    ['checks.tests.failed == 0', 'checks.tests.failed == 0 is false (checks.tests.failed is 1)'],
    ['run.iteration > 5', 'run.iteration > 5 is false (run.iteration is 1)'],
    ['judge.passed', 'judge.passed: judge is not known: no judge was asked'],
  ])('tells the values of %s', (goal, expected) => {
    expect(falseParts(goal, facts)).toEqual([expected]);
    expect(falseParts(`checks.lint.passed && ${goal}`, facts)).toEqual([expected]);
  });

  it('tells the score where the judge said no', () => {
    const judged = factsOf({ judge: { passed: false, score: 6.5, scores: [6.5], reasons: [] } });
    expect(falseParts('judge.passed', judged)).toEqual(['judge.passed is false (judge.score is 6.5)']);
  });

  it('is empty when the goal holds, and tells why there is no answer', () => {
    expect(falseParts('checks.lint.passed', facts)).toEqual([]);
    expect(falseParts('checks.lint.passed && checks.gone.passed', facts)[0]).toBe(
      'checks.gone.passed: checks.gone is not known: the check gone did not run',
    );
  });
});

describe('goalParts', () => {
  it('tells the truth of each part, with the values, and which has no answer', () => {
    const goal = 'checks.lint.passed && metrics.coverage >= 70.0 && !checks.lint.passed && checks.gone.passed';
    expect(goalParts(goal, facts)).toEqual([
      { text: 'checks.lint.passed', holds: true, why: '' },
      { text: 'metrics.coverage >= 70.0', holds: true, why: 'metrics.coverage is 74.2' },
      { text: '!checks.lint.passed', holds: false, why: '' },
      { text: 'checks.gone.passed', holds: null, why: 'checks.gone is not known: the check gone did not run' },
    ]);
  });

  it('is kept with the decision, also where other things speak against the pass', () => {
    const input = { item: 'default', iteration: 1, goal: 'checks.lint.passed', facts, objections: ['no'] };
    expect(decide(input).parts).toEqual([{ text: 'checks.lint.passed', holds: true, why: '' }]);
  });
});

describe('checksAskedFor', () => {
  it('names what the goal names, or all where it ranges over them', () => {
    const ids = ['tests', 'lint', 'types'];
    expect(checksAskedFor('checks.tests.passed && checks["lint"].passed', ids)).toEqual(['tests', 'lint']);
    expect(checksAskedFor('checks.all(c, c.passed)', ids)).toEqual(ids);
  });
});

describe('the judge', () => {
  it.each([
    ['checks.tests.passed && judge.passed', true],
    ['judge["score"] > 8.0', true],
    ['checks.all(judge, judge.passed)', false],
    ['checks.judge.passed', false],
    ['judge.passed &&', false],
  ])('is asked for by %s: %s', (goal, expected) => {
    expect(asksForJudge(goal)).toBe(expected);
  });

  it.each([
    ['checks.lint.passed && judge.passed', true],
    ['checks.lint.passed && judge.score >= 8.0 && judge.score < 9.0', true],
    ['checks.tests.passed && judge.passed', false],
    ['metrics.coverage >= 80.0 && judge.passed', false],
    ['metrics.unmeasured >= 80.0 && judge.passed', false],
    ['checks.gone.passed && judge.passed', false],
    ['checks.tests.passed || judge.passed', true],
    ['checks.lint.passed', true],
    ['checks.tests.passed', false],
    ['not an expression', false],
  ])('is worth asking for %s: %s', (goal, expected) => {
    expect(couldHold(goal, facts, { judge: 'passes' })).toBe(expected);
  });

  it('is not supposed to agree unless that is said', () => {
    expect(couldHold('checks.lint.passed && judge.passed', facts)).toBe(false);
  });
});

describe('the checks of a goal that cannot be read', () => {
  it('are all of them', () => expect(checksAskedFor('checks.', ['a', 'b'])).toEqual(['a', 'b']));
});
