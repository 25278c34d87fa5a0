import { describe, expect, it } from 'vitest';
import { evaluateBool } from '../../../src/engine/expression.ts';
import { describe as words } from '../../../src/language/describe.ts';
import { parseLoop } from '../../../src/language/parseLoop.ts';
import type { Facts } from '../../../src/model/steps.ts';

const loop = (goal: string, more = ''): string => `name: x
on: { manual: { inputs: { min: { type: number, default: 3 }, where: { default: a }, dry: { type: boolean, default: true }, kind: { type: choice, options: [a], default: a } } } }
items: { from: { file: a.json }, key: item.id }
roles: { maker: { agent: claude, prompt: Fix it. }, judge: { agent: codex } }
checks: { tests: npm test, lint: npm run lint }
metrics: { coverage: { run: x, better: higher } }
goal: { until: '${goal.replaceAll("'", "''")}', judge: { rubric: The cause is gone. } }
${more}`;

/** The problems with expressions of a loop, as they are told. */
function told(text: string): readonly string[] {
  return parseLoop(text)
    .problems.filter(({ code }) => /^LW20[1-7]$/.test(code))
    .map((problem) => `${problem.code} ${words(problem)}`);
}

const facts: Facts = {
  checks: ['tests', 'lint'].map((id) => ({
    id,
    run: 'x',
    passed: true,
    exitCode: 0,
    seconds: 2.5,
    failing: [],
    output: '',
    timedOut: false,
  })) as unknown as Facts['checks'],
  metrics: { coverage: 81.5 },
  baseline: { coverage: 80 },
  best: { coverage: 82 },
  judge: { passed: true, score: 8, reasons: [] } as unknown as NonNullable<Facts['judge']>,
  run: { iteration: 2, noProgress: 1, tokens: 1500, costUsd: 1.5, minutes: 3.25 },
  diff: { lines: 7, files: ['src/a.ts'] },
  item: { failures: 3, ratio: 0.5, title: 'x' },
  inputs: { min: 3, where: 'a', dry: true, kind: 'a' },
};

describe('numbers', () => {
  // Of a whole number and one with decimals: what the language takes the engine works out, and to the same.
  it.each([
    ['metrics.coverage >= 80', true],
    ['metrics.coverage >= 80.0', true],
    ['metrics.coverage == 81.5 && 81.5 == metrics.coverage', true],
    ['metrics.coverage != 81', true],
    ['run.cost_usd > 1 && run.cost_usd < 2.0', true],
    ['checks.tests.exit_code == 0', true],
    ['checks.tests.exit_code == 0.0', true],
    ['checks.tests.seconds < 60', true],
    ['metrics.coverage - 5 > 76', true],
    ['2 * metrics.coverage > 160', true],
    ['metrics.coverage / 2 > 40.5', true],
    ['metrics.coverage - baseline.coverage >= 1.5', true],
    ['item.failures + 1 > 3.5', true],
    ['item.failures / 2 == 1.5', true],
    ['item.ratio * 2 == 1', true],
    ['inputs.min + 1 == 4', true],
    ['item.failures >= inputs.min', true],
    ['run.iteration / 2 == 1', true],
    ['run.cost_usd / run.iteration == 0.75', true],
    ['double(run.no_progress) / run.iteration > 0.4', true],
    ['run.iteration in [1, 2]', true],
    ['metrics.coverage in [81.5]', true],
  ])('%s', (goal, expected) => {
    expect(told(loop(goal))).toEqual([]);
    expect(evaluateBool('goal', goal, facts)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['metrics.coverage in [81]', /`in` does not take a number with decimals and a list of whole numbers.*`3\.0`/],
    ['metrics.coverage > "80"', /`>` does not take a number with decimals and a text. Write the number without quotes/],
    ['checks.tests.passed == 1', /true or false and a whole number. Leave the comparison with the number out/],
    ['checks.tests == true', /a check and true or false. Compare one of its fields/],
    ['checks.tests.passed && metrics.coverage', /one side is a number with decimals. Compare it/],
    ['checks.tests.passed && checks.lint', /one side is a check. Add `\.passed`/],
    ['!metrics.coverage > 2', /`!` takes what is true or false.*brackets/],
    ['inputs.dry > 2', /true or false and a whole number/],
    ['inputs.where == 3', /a text and a whole number/],
    ['inputs["kind"] > 3.5', /a text and a number with decimals/],
  ])('%s does not fit', (goal, message) => {
    const [first, ...rest] = told(loop(goal));
    expect(first).toMatch(message);
    expect(first).toMatch(/^LW207/);
    expect(rest).toEqual([]);
    // Nothing that does not fit ever holds.
    expect(evaluateBool('goal', goal, facts)).not.toEqual({ ok: true, value: true });
  });

  it.each(['run.no_progress / run.iteration > 0.5', '0.5 < run.no_progress / run.iteration || checks.tests.passed'])(
    '%s loses its decimals, which is told and is no error',
    (goal) => {
      const [problem, ...rest] = parseLoop(loop(goal)).problems.filter(({ code }) => code === 'LW207');
      expect(problem?.severity).toBe('warning');
      expect(problem && words(problem)).toMatch(/whole numbers divide without a rest.*`double\(…\)`/);
      expect(rest).toEqual([]);
    },
  );
});

describe('names', () => {
  it('that there are not are all told, with what is near', () => {
    expect(told(loop('checks.test.passed && metric.coverage > 1 && run.iterations > 1 && inputs.mim > 2'))).toEqual([
      expect.stringMatching(/^LW203 There is no check `test`.*`tests`/),
      expect.stringMatching(/^LW203 There is no name `metric`.*`metrics`/),
      expect.stringMatching(/^LW203 There is no field `iterations`.*`iteration`/),
      expect.stringMatching(/^LW203 There is no input `mim`.*`min`/),
    ]);
  });

  it.each(['trigger.kind == "push"', 'env.CI == "true"', 'github.actor == "x"', 'secrets.A == "x"'])(
    '%s is not available in an expression',
    (goal) => {
      const name = goal.split('.')[0];
      expect(told(loop(goal))).toEqual([
        expect.stringMatching(new RegExp(`^LW205 \`${name}\` is not available here.*checks`)),
      ]);
    },
  );

  it.each([
    ['item', 'checks.tests.passed', ['checks']],
    ['item', 'item.size > 3 && inputs.min > 2', []],
    ['item', 'diff.lines > 3 || metrics.coverage > 2', ['diff', 'metrics']],
    ['spend', 'run.cost_usd > 2 && checks.tests.passed', []],
    ['spend', 'diff.lines > 3', ['diff']],
    ['deliver', 'diff.lines > 3 && judge.score > 2', []],
  ])('of a gate before %s: %s', (before, when, expected) => {
    const found = parseLoop(
      loop('checks.tests.passed && judge.passed', `gates: { g: { before: ${before}, when: '${when}' } }\n`),
    ).problems;
    const absent = found.filter(({ code }) => code === 'LW205');
    expect(absent.map(({ data }) => ('name' in data ? data.name : ''))).toEqual(expected);
  });

  it('of functions that are refused are told with what to use', () => {
    expect(told(loop('item.title.matches("a+")'))).toEqual([
      'LW204 `matches()` is not allowed. Use `contains`, `startsWith` or `endsWith`.',
    ]);
  });
});

describe('what is no expression', () => {
  it.each([
    ['checks.tests.passed and checks.lint.passed', /write `&&` instead of `and`/],
    ['checks.tests.passed or checks.lint.passed', /write `\|\|` instead of `or`/],
    ['not checks.tests.passed', /write `!` instead of `not`/],
    ['checks.tests.exit_code = 0', /write `==` to compare/],
    ['checks.tests.exit_code === 0', /two signs/],
    ['checks.tests.passed & checks.lint.passed', /write `&&`/],
    ['run.tokens < 1_000', /without `_`/],
    ['checks.tests.passed &&', /ends too early/],
    ['(checks.tests.passed', /a bracket is not closed/],
  ])('%s says what to write', (goal, message) => {
    expect(told(loop(goal))).toEqual([expect.stringMatching(message)]);
  });
});
