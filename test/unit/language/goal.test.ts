import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language/completion.ts';
import { checkGoal } from '../../../src/language/goal.ts';
import { read } from '../../../src/language/reading.ts';
import { cursorMark } from './cursorMark.ts';

const declared = `
checks: { tests: npm test, lint: npm run lint }
metrics: { coverage: { run: x, better: higher } }
roles: { maker: { run: x }, judge: { run: x } }
on: { manual: { inputs: { min: { type: number } } } }
items: { from: { file: a.json } }
`;

/** The problems of a text: the code, what it points at, and what is known of it. */
function problems(text: string): readonly string[] {
  return checkGoal(read(text, [])).spots.map(({ code, start, end, data }) => {
    const more = 'kind' in data ? ` (${data.kind})` : 'needs' in data ? ` (needs ${data.needs})` : '';
    return `${code} ${text.slice(start, end)}${more}`;
  });
}

const inGoal = (goal: string, more = declared): readonly string[] =>
  problems(`goal: { until: '${goal.replaceAll("'", "''")}', judge: { rubric: x } }\n${more}`);

describe('the names of a goal', () => {
  it.each([
    ['checks.tests.failed <= 3 && !checks.lint.regressed && !checks.lint.flaky', []],
    ['metrics.coverage >= 80.0 && metrics.coverage > baseline.coverage', []],
    ['metrics.coverage == 80 && best["coverage"] >= 80', []],
    ['judge.passed && judge.score > 8.5', []],
    ['run.iteration > 1 && run.no_progress < 2 && run.tokens < 1000 && run.cost_usd < 1.5 && run.minutes < 9.0', []],
    ["diff.lines < 9 && diff.files.all(f, f.startsWith('src/'))", []],
    ['item.severity == "high" && inputs.min > 2', []],
    ['metrics.coverag > 1.0', ['LW203 coverag (metric)']],
    ['best.nope > 1.0 || baseline["gone"] > 1.0', ['LW203 nope (metric)', 'LW203 "gone" (metric)']],
    ['inputs.max > 1.0', ['LW203 max (input)']],
    ['judge.scor > 1.0', ['LW203 scor (field)']],
    ['run.iterations > 1', ['LW203 iterations (field)']],
    ['diff.line > 1 && checks.tests.fail > 0', ['LW203 line (field)', 'LW203 fail (field)']],
    ['jugde.passed && checks.test.passed', ['LW203 jugde (name)', 'LW203 test (check)']],
    ['checks.tests.passed && duration("1s") == duration("1s")', ['LW204 duration', 'LW204 duration']],
    ['cel.bind(x, checks.tests.passed, x)', ['LW204 cel.bind(x, checks.tests.passed, x)']],
    ['metrics.coverage', ['LW202 metrics.coverage']],
    ['item.done', []],
    ['metrics.coverage > "high"', ['LW207 metrics.coverage > "high"']],
    ['judge.passed || !judge.passed', ['LW206 judge.passed || !judge.passed']],
    ['judge.passed || !checks.tests.passed', []],
  ])('%s', (goal, expected) => {
    expect([...inGoal(goal)].sort()).toEqual([...expected].sort());
  });

  it('need what they stand for', () => {
    const little = 'checks: { tests: x }\nroles: { maker: { run: x } }\n';
    expect(problems(`goal: judge.passed\n${little}`)).toEqual(['LW205 judge (needs roles.judge)']);
    expect(problems(`goal: judge.passed\nroles: { judge: { run: x } }\n`)).toEqual(['LW205 judge (needs goal.judge)']);
    expect(problems(`goal: item.x == 1\n${little}`)).toEqual(['LW205 item (needs items)']);
    expect(problems(`goal: metrics.x > 1.0\n${little}`)).toEqual(['LW203 x (metric)']);
    expect(problems(`goal: inputs.x > 1.0\n${little}`)).toEqual(['LW203 x (input)']);
    expect(problems(`goal: size(inputs) > 0\n${little}`)).toEqual(['LW205 inputs (needs on.manual.inputs)']);
    expect(problems('goal: checks.x.passed\nchecks:\n')).toEqual([]);
  });
});

describe('every expression of a file', () => {
  it('is checked by its own kind', () => {
    const text = `${declared}
goal: { until: checks.tests.passed, give-up: run.no_progres > 3, judge: { rubric: x } }
gates:
  big: { when: diff.lines }
  other:
    when: >-
      diff.lines > 100
      && checks.nope.passed
`;
    expect(problems(text)).toEqual(['LW203 no_progres (field)', 'LW202 diff.lines', 'LW203 nope (check)']);
  });

  it.each([
    ['where: item.failures >= inputs.min', []],
    ['where: checks.tests.passed', ['LW205 checks']],
    ['where: run.iteration > 1', ['LW205 run']],
    ['where: item.name + "x"', ['LW202 item.name + "x"']],
    ['where: "item.name == 1 &&"', ['LW201 &&']],
    ['where: "true"', ['LW206 true']],
    ['key: item.id', []],
    ['key: item.file + "#" + string(item.line)', []],
    ['key: item.file == "x"', ['LW202 item.file == "x"']],
    ['key: "\'all\'"', []],
  ])('items: %s', (line, expected) => {
    const text = `items:\n  from: { file: a.json }\n  ${line}\non: { manual: { inputs: { min: {} } } }\n`;
    expect(problems(text).map((each) => each.replace(/ &?&$/, ' &&'))).toEqual(expected);
  });

  it('is told with what it names', () => {
    const text =
      'goal: checks.a.passed && metrics.m > 1\nchecks: { a: x }\nmetrics: { m: {} }\ngates: { g: { when: diff.lines > 3 } }\n';
    const { uses, expressions } = checkGoal(read(text, []));
    expect(uses?.checks.map(({ name }) => name)).toEqual(['a']);
    expect(uses?.metrics.map(({ name }) => name)).toEqual(['m']);
    expect(expressions.map(({ path, context }) => [path.join('.'), context])).toEqual([
      ['goal', 'goal'],
      ['gates.g.when', 'gate'],
    ]);
  });

  it('is left alone where it is no text, empty, or too long', () => {
    expect(problems('goal: 3\n')).toEqual([]);
    expect(problems('goal: ""\n')).toEqual([]);
    expect(problems(`goal: ${'x'.repeat(5000)}\n`)).toEqual([]);
    expect(problems('goal: [a]\n')).toEqual([]);
  });
});

describe('completion in expressions', () => {
  const labels = (marked: string): readonly string[] => {
    const { text, offset } = cursorMark(marked);
    return completionsAt(text, offset).map(({ label }) => label);
  };

  it.each([
    ['goal: metrics.|', ['coverage']],
    ['goal: checks.tests.passed && best.c|', ['coverage']],
    ['goal: judge.|', ['passed', 'score']],
    ['goal: run.|', ['iteration', 'no_progress', 'tokens', 'cost_usd', 'minutes']],
    ['goal: diff.|', ['lines', 'files']],
    ['goal: inputs.|', ['min']],
    ['goal: item.|', []],
    ['goal: checks.tests.|', ['passed', 'exit_code', 'seconds', 'failed', 'regressed', 'flaky']],
    ['goal: checks.exists(one, one.|', ['passed', 'exit_code', 'seconds', 'failed', 'regressed', 'flaky']],
    ['goal: metrics.coverage.|', []],
    ['goal:\n  until: judge.|', ['passed', 'score']],
    [
      'goal:\n  until: checks.tests.passed\n  give-up: run.no|',
      ['iteration', 'no_progress', 'tokens', 'cost_usd', 'minutes'],
    ],
    ['gates:\n  big:\n    when: diff.|', ['lines', 'files']],
    ['items:\n  from: { file: a.json }\n  where: |', ['item', 'inputs']],
    ['items:\n  from: { file: a.json }\n  where: inputs.|', ['min']],
    ['items:\n  from: { file: a.json }\n  where: run.|', []],
  ])('%s', (marked, expected) => {
    const rest = declared
      .split('\n')
      .filter((line) => !marked.startsWith(line.split(':')[0] ?? ' ') || line === '')
      .join('\n');
    expect(labels(`${marked}\n${rest}`)).toEqual(expected);
  });

  it('begins with whole conditions, then what there is', () => {
    expect(labels(`goal: |\n${declared}`)).toEqual([
      'checks.tests.passed',
      'checks.lint.passed',
      'checks.all(c, c.passed)',
      'metrics.coverage >= 80.0',
      'checks',
      'metrics',
      'baseline',
      'best',
      'run',
      'diff',
      'item',
      'inputs',
    ]);
    expect(labels('gates: { big: { when: | } }')).toEqual([
      'diff.lines > 150',
      'diff.files.exists(…)',
      'checks',
      'run',
      'diff',
    ]);
    expect(labels('gates: { big: { before: spend, when: | } }')).toEqual(['run.cost_usd > 5', 'checks', 'run']);
  });

  it.each([
    [
      'goal: diff.files.exists(f, f.|',
      ['startsWith', 'endsWith', 'contains', 'size', 'lowerAscii', 'upperAscii', 'trim', 'split'],
    ],
    ['goal: "diff.files.exists(f, f.startsWith(\'src/|\')"', []],
    ['goal: checks.all(c, c.|', ['passed', 'exit_code', 'seconds', 'failed', 'regressed', 'flaky']],
    ['goal: checks.all(c, |', ['c', 'checks', 'metrics', 'baseline', 'best', 'run', 'diff', 'item', 'inputs']],
    ['goal: checks.filter(c, c.passed).|', ['all', 'exists', 'exists_one', 'filter', 'map', 'size']],
    ['goal: diff.files.|', ['all', 'exists', 'exists_one', 'filter', 'map', 'size']],
    [
      'goal: diff.files[0].st|',
      ['startsWith', 'endsWith', 'contains', 'size', 'lowerAscii', 'upperAscii', 'trim', 'split'],
    ],
    ['goal: checks["tests"].pa|', ['passed', 'exit_code', 'seconds', 'failed', 'regressed', 'flaky']],
    ['goal: metrics.coverage >= |', ['80.0', 'baseline.coverage', 'best.coverage']],
    ['goal: metrics.coverage |', ['>=', '<=', '>', '<', '==', '!=']],
    ['goal: checks.tests.exit_code == |', ['0']],
    ['goal: checks.tests.passed == |', ['true', 'false']],
    ['goal: checks.tests.passed |', ['&&', '||']],
    ['goal: inputs.min > |', ['80.0']],
    ['goal: run.cost_usd > 1|', []],
    ['goal: item.|', []],
    ['goal: item.severity == 2 && item.|', ['severity']],
    ['goal: c.|', []],
    ['goal: secrets.|', []],
  ])('%s: by words alone', (marked, expected) => {
    expect(labels(`${marked}\n${declared}`)).toEqual(expected);
  });
});
