import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateGoal } from '../../../src/engine/goal.ts';
import { unsatisfiable } from '../../../src/engine/unsatisfiable.ts';
import { facts, outcome } from './someFacts.ts';

const declared = {
  checks: [
    { id: 'a', flaky: 'fail' },
    { id: 'b', flaky: 'fail' },
    { id: 'q', flaky: 'quarantine' },
  ],
  metrics: [{ id: 'm' }, { id: 'n' }],
  hasJudge: true,
} as const;

const why = (goal: string) => unsatisfiable(goal, declared);

describe('a goal that no outcome reaches', () => {
  it.each([
    ['checks.a.passed && !checks.a.passed', '`checks.a.passed` and `!checks.a.passed` cannot both hold'],
    ['checks.b.passed && checks.a.passed && !checks.a.passed', '`checks.a.passed` and `!checks.a.passed`'],
    ['false', 'no outcome makes `false` true'],
    ['checks.a.passed && false', 'no outcome makes `false` true'],
    ['checks.all(c, c.passed) && checks.a.exit_code == 1', 'cannot both hold'],
    ['checks.a.passed && checks.a.failed > 0', 'cannot both hold'],
    ['checks.a.passed && checks.a.regressed', 'cannot both hold'],
    ['checks.a.failed < 0', 'no outcome'],
    ['metrics.m > 90.0 && metrics.m < 50.0', '`metrics.m > 90.0` and `metrics.m < 50.0` cannot both hold'],
    ['metrics.m > 1.0 && metrics.m < 1.0', 'cannot both hold'],
    ['checks.a.exit_code > 1 && checks.a.exit_code < 2', 'cannot both hold'],
    ['judge.score > 10.0', 'no outcome'],
    ['judge.score >= 8.0 && judge.score < 8.0', 'cannot both hold'],
    ['run.iteration < 0', 'no outcome'],
    ['(checks.a.passed || checks.b.passed) && !checks.a.passed && !checks.b.passed', 'its parts cannot all hold'],
    ['item.x == 1 && metrics.m > 2.0 && metrics.m < 1.0', 'cannot both hold'],
    ['checks.gone.passed', 'there is no check gone'],
    ['metrics.gone > 1.0', 'there is no metric gone'],
    ['checks.a.passed &&', 'it cannot be read'],
  ])('is told: %s', (goal, expected) => {
    expect(why(goal)).toMatch(/^The goal can never be reached: .*\.$/);
    expect(why(goal)).toContain(expected);
  });

  it('is one that asks for a judge where there is none', () => {
    const without = { ...declared, hasJudge: false };
    expect(unsatisfiable('checks.a.passed && judge.passed', without)).toContain('asks for a judge');
    expect(unsatisfiable('checks.a.passed || judge.passed', without)).toBeUndefined();
  });
});

describe('a goal that some outcome reaches', () => {
  it.each([
    'checks.a.passed',
    '!checks.a.passed',
    'checks.all(c, c.passed) && judge.passed && metrics.m >= 80.0',
    'checks.exists(c, !c.passed)',
    'checks.filter(c, c.passed).size() == 2',
    'metrics.m > 1.0 && metrics.m < 1.5',
    'metrics.m > -2.0 && metrics.m < -1.0 && metrics.n == 7',
    'checks.a.exit_code > 1 && checks.a.exit_code < 3',
    'checks.q.passed && checks.q.exit_code == 1',
    'judge.score >= 8.0 && judge.score < 8.5',
    'checks.a.passed == checks.b.passed',
    'checks.a.passed ? metrics.m > 3.0 : false',
    'run.iteration >= 3 && checks.a.seconds < 10.0',
    'diff.lines > 0 && diff.lines <= 1',
  ])('is left alone: %s', (goal) => expect(why(goal)).toBeUndefined());

  it.each([
    ['metrics.m > baseline.m && metrics.m < baseline.m', 'two unknown numbers'],
    ['metrics.m * 2.0 < metrics.m', 'arithmetic'],
    ['diff.files.exists(f, f.startsWith("a")) && !diff.files.exists(f, f.startsWith("a"))', 'files'],
    ['item.a == 1 && item.a == 2', 'data of the item'],
  ])('is what nobody can tell beforehand: %s', (goal) => expect(why(goal)).toBeUndefined());

  it('is supposed where there are too many outcomes to try', () => {
    const checks = Array.from({ length: 40 }, (_, n) => ({ id: `c${n}`, flaky: 'fail' as const }));
    const goal = `${checks.map(({ id }) => `checks.${id}.passed`).join(' && ')} && !checks.c0.passed`;
    expect(unsatisfiable(goal, { ...declared, checks })).toBeUndefined();
  });
});

describe('what is called unreachable', () => {
  const atom = fc.constantFrom(
    'checks.a.passed',
    'checks.b.passed',
    '!checks.a.passed',
    'metrics.m > 2.0',
    'metrics.m <= 2.0',
    'checks.a.failed == 0',
  );
  const goal = fc
    .array(fc.tuple(atom, fc.constantFrom(' && ', ' || ')), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([text, join], index) => (index === parts.length - 1 ? text : text + join)).join(''));

  it('is reached by no outcome, and what is not is reached by one', () => {
    const outcomes = [true, false].flatMap((a) =>
      [true, false].flatMap((b) =>
        [1, 2, 3].map((m) =>
          facts({
            checks: [
              outcome('a', { passed: a, exitCode: a ? 0 : 1, failedTests: a ? 0 : 1 }),
              outcome('b', { passed: b, exitCode: b ? 0 : 1 }),
              outcome('q'),
            ],
            metrics: { m, n: 0 },
          }),
        ),
      ),
    );
    fc.assert(
      fc.property(goal, (text) => {
        const reachable = outcomes.some((over) => {
          const said = evaluateGoal(text, over);
          return said.ok && said.value;
        });
        expect(why(text) === undefined).toBe(reachable);
      }),
      { numRuns: 300 },
    );
  });
});
