import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateBool, evaluateText } from '../../../src/engine/expression.ts';
import type { Json } from '../../../src/model/result.ts';
import { facts, failing, outcome } from './someFacts.ts';

const known = facts({
  checks: [
    outcome('lint', { seconds: 1.5 }),
    failing('tests', { failing: ['a', 'b'], failedTests: 300, regressions: ['b'], flaky: ['a'] }),
  ],
  metrics: { coverage: 74.25, size: 10 },
  baseline: { coverage: 70 },
  best: { coverage: 80 },
  judge: { passed: true, score: 8.5, scores: [8, 9], reasons: [] },
  run: { iteration: 4, noProgress: 2, tokens: 1_000_000, costUsd: 1.5, minutes: 12.5 },
  diff: { lines: 151, files: ['src/core/a.ts', 'b.ts'] },
  item: { id: 7, failures: 3, tags: ['x'], deep: { a: [{ b: 1 }] }, none: null },
  inputs: { min: 3, name: 'n', on: true },
});

const answer = (text: string, over = known) => evaluateBool('goal', text, over);
const why = (text: string, over = known): string => {
  const said = answer(text, over);
  return said.ok ? `no error but ${said.value}` : said.error;
};

describe('a goal', () => {
  it.each([
    ['checks.tests.failed == 300', true],
    ['checks.lint.failed == 0', true],
    ['checks.tests.regressed && checks.tests.flaky', true],
    ['checks.lint.regressed || checks.lint.flaky', false],
    ['metrics.coverage >= 74', true],
    ['metrics.coverage > baseline.coverage && metrics.coverage < best.coverage', true],
    ['metrics["size"] == 10.0', true],
    ['judge.passed && judge.score >= 8.5', true],
    ['run.iteration == 4 && run.no_progress >= 2 && run.minutes > 12.0', true],
    ['run.tokens < 4000000 && run.cost_usd < 2', true],
    ["diff.lines > 150 || diff.files.exists(f, f.startsWith('src/core/'))", true],
    ['"b.ts" in diff.files', true],
    ['diff.files.size() == 2', true],
    ['item.failures >= inputs.min', true],
    ['item.deep.a[0].b == 1', true],
    ['"x" in item.tags', true],
    ['has(item.gone)', false],
    ['has(item.id) && item.none == null', true],
    ['inputs.on && inputs.name == "n"', true],
    ['checks.all(c, c.failed < 400 && checks.exists(d, d.passed))', true],
  ])('%s is %s', (text, expected) => {
    expect(answer(text)).toEqual({ ok: true, value: expected });
  });

  it('has no answer where something is not known, and says what', () => {
    const less = facts({ run: { iteration: 1, noProgress: 0, tokens: null, costUsd: null, minutes: 0 } });
    expect(why('run.cost_usd < 2.0', less)).toBe('run.cost_usd is not known: an agent of this run did not report it');
    expect(why('run.tokens < 2', less)).toBe('run.tokens is not known: an agent of this run did not report it');
    expect(why('metrics.coverage > 1.0', less)).toBe('metrics.coverage is not known: it could not be measured');
    expect(why('judge.passed', less)).toBe('judge is not known: no judge was asked');
    expect(why('checks.lint.passed', less)).toBe('checks.lint is not known: the check lint did not run');
  });

  it('has an answer where what is not known does not matter', () => {
    const less = facts({ checks: [outcome('lint')] });
    expect(answer('checks.lint.passed || judge.passed', less)).toEqual({ ok: true, value: true });
    expect(answer('judge.passed && !checks.lint.passed', less)).toEqual({ ok: true, value: false });
  });

  it('counts at least one failure of a check that failed without a test that did', () => {
    const broken = facts({ checks: [failing('tests', { failing: [], failedTests: 0 })] });
    expect(answer('checks.tests.failed == 1', broken)).toEqual({ ok: true, value: true });
  });
});

describe('an expression of items', () => {
  const over = (item: Json, inputs = {}) => ({ item, inputs });

  it('sees the item and the inputs alone', () => {
    expect(evaluateBool('items', 'item.n >= inputs.min', over({ n: 3 }, { min: 3 }))).toEqual({
      ok: true,
      value: true,
    });
    expect(evaluateBool('items', 'checks.all(c, c.passed)', over({})).ok).toBe(false);
    expect(evaluateBool('items', 'run.iteration == 0', over({})).ok).toBe(false);
  });

  it('yields a text for a key; a number is written out', () => {
    expect(evaluateText('items', 'item.file + "#" + item.name', over({ file: 'a', name: 'b' }))).toEqual({
      ok: true,
      value: 'a#b',
    });
    expect(evaluateText('items', 'item.id', over({ id: 12 }))).toEqual({ ok: true, value: '12' });
    expect(evaluateText('items', 'item.id', over({ id: true }))).toEqual({ ok: false, error: 'it is no text' });
    expect(evaluateText('items', 'item.id', over({ id: ' ' }))).toEqual({ ok: false, error: 'it is an empty text' });
    expect(evaluateText('items', 'item.id', over('text')).ok).toBe(false);
  });

  it('takes no field of an item for something of JavaScript', () => {
    const hostile = JSON.parse('{"constructor": "x", "__proto__": {"admin": true}, "toString": 1}') as Json;
    expect(evaluateText('items', 'item.constructor', over(hostile))).toEqual({ ok: true, value: 'x' });
    expect(evaluateBool('items', 'has(item.admin)', over(hostile))).toEqual({ ok: true, value: false });
    expect(evaluateBool('items', 'has(item.hasOwnProperty)', over({}))).toEqual({ ok: true, value: false });
  });
});

describe('what could run long', () => {
  const list = (n: number) => Array.from({ length: n }, (_, i) => `f${i}`);

  it.each([
    ['item.a.matches("(a+)+$")', { a: 'x' }, /refused/],
    ['duration(item.a) == duration("1s")', { a: '1'.repeat(50_000) }, /refused/],
    ['cel.bind(a, item.a + item.a, size(a) > 0)', { a: ['x'] }, /refused/],
    ['bytes(item.a).json() == {}', { a: '{}' }, /refused/],
    ['item.a.all(x, item.a.all(y, item.a.all(z, true)))', { a: ['x'] }, /refused/],
    ['item.a.all(x, item.a.all(y, x != "" || y != ""))', { a: list(10_000) }, /too long over a list of 10000/],
    ['item.a.all(x, x in item.a)', { a: list(20_000) }, /too long/],
    ['item.a.split("").join(item.b) == ""', { a: 'x'.repeat(100_000), b: 'y'.repeat(100_000) }, /too long/],
    ['item.a == ""', { a: 'x'.repeat(300_000) }, /larger than 256 KB/],
  ])('is refused: %s', (text, item, expected) => {
    const said = evaluateBool('items', text, { item, inputs: {} });
    expect(said.ok ? '' : said.error).toMatch(expected);
  });

  it('is refused when nested too deep, without a stack that overflows', () => {
    let item: Json = 1;
    for (let depth = 0; depth < 50_000; depth++) item = [item];
    const said = evaluateBool('items', 'item == item', { item, inputs: {} });
    expect(said).toEqual({ ok: false, error: 'the item is nested deeper than 100 levels' });
  });

  it('is not refused over a change of ten thousand files', () => {
    const large = facts({
      diff: { lines: 1, files: list(10_000).map((name) => `packages/some/folder/${name}.test.ts`) },
    });
    expect(answer("diff.files.exists(f, f.startsWith('src/core/'))", large)).toEqual({ ok: true, value: false });
    expect(answer("diff.files.all(f, f != 'package.json')", large)).toEqual({ ok: true, value: true });
  });

  it('takes the longest expression, and none that is longer', () => {
    const long = `${'item.a || '.repeat(409)}true`.padEnd(4096);
    expect(evaluateBool('items', long, { item: { a: false }, inputs: {} })).toEqual({ ok: true, value: true });
    expect(evaluateBool('items', `${long} `, { item: { a: false }, inputs: {} }).ok).toBe(false);
  });
});

describe('whatever it is given', () => {
  const piece = fc.constantFrom(
    'checks.a.passed',
    'metrics.m',
    'judge.score',
    'run.tokens',
    'diff.files',
    'item',
    'item.x[0]',
    'inputs.y',
    '&&',
    '||',
    '!',
    '(',
    ')',
    '.all(c, ',
    '.map(f, ',
    '+',
    '==',
    '<',
    '?',
    ':',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '1',
    '-1.5',
    '{',
    '}',
    ',',
    ' ',
    'size(',
    'split("")',
    '.join(',
    '\n',
    '\u0000',
    '…',
    '__proto__',
    'constructor',
  );

  it('an expression has an answer or an error, and never throws', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.jsonValue(), (pieces, item) => {
        const text = pieces.join('');
        const said = evaluateBool(
          'goal',
          text,
          facts({ checks: [outcome('a')], metrics: { m: 1 }, item: item as Json }),
        );
        expect(said.ok ? typeof said.value : typeof said.error).toBe(said.ok ? 'boolean' : 'string');
        const key = evaluateText('items', text, { item: item as Json, inputs: { y: 1 } });
        expect(key.ok ? typeof key.value : typeof key.error).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  it('any data can be compared with itself', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (item) => {
        expect(evaluateBool('items', 'item == item', { item: item as Json, inputs: {} })).toEqual({
          ok: true,
          value: true,
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers of two kinds', () => {
  it.each([
    ['metrics.size == 10', true],
    ['10 == metrics.size', true],
    ['metrics.size != 10', false],
    ['metrics.size != 11 && metrics.coverage != 74', true],
    ['judge.score == 9', false],
    ['item.id == 7 && item.failures != 4', true],
    ['run.iteration == 4.0', true],
  ])('are compared by value: %s', (text, expected) => expect(answer(text)).toEqual({ ok: true, value: expected }));
});
