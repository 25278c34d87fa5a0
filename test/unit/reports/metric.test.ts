import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMetric } from '../../../src/reports/metric.ts';

const number = (output: string) => readMetric('number', output);
const json = (path: string, output: string) => readMetric({ json: path }, output);
const ok = (value: number) => ({ ok: true, value });
const error = (words: RegExp) => ({ ok: false, error: expect.stringMatching(words) });

describe('a metric that is a number', () => {
  it.each([
    ['42', 42],
    ['42\n', 42],
    ['  -3.5e2 \r\n', -350],
    ['.5', 0.5],
    ['83.4 %\n', 83.4],
    ['1\n2\n3\ndone\n', 3],
    ['warm-up of 10 rounds\n7\nsee 3 files', 7],
    ['Coverage: 83.4 % of lines', 83.4],
    ['Total 12.', 12],
    ['\u001b[32m91\u001b[0m\n', 91],
    ['v8 in sha256 took 17', 17],
  ])('%j is %d', (output, value) => {
    expect(number(output)).toEqual(ok(value));
  });

  it.each([
    ['', /^The output has no number: print/],
    ['no number here: v1.2.3', /^The output has no number: print/],
    ['3 of 4 passed', /^The output has several numbers \(3, 4, …\): print/],
    ['1,234', /several numbers/],
    ['NaN', /NaN is not a finite number/],
    ['5\nInfinity\n', /not a finite number/],
    ['1e999', /1e999 is not a finite number/],
  ])('%j is refused', (output, words) => {
    expect(number(output)).toEqual(error(words));
  });
});

describe('a metric at a path', () => {
  const tree = JSON.stringify({ total: { lines: { pct: 81.5 } }, results: [{ mean: 0.25 }], 'a-b': [[1], [2, 3]] });

  it.each([
    ['total.lines.pct', 81.5],
    ['results[0].mean', 0.25],
    ['a-b[1][1]', 3],
  ])('%s', (path, value) => {
    expect(json(path, tree)).toEqual(ok(value));
    expect(json(path, `> bench\n{"total":1}\n${tree}\nDone in 3 s.\n`)).toEqual(ok(value));
    expect(json(path, JSON.stringify(JSON.parse(tree), null, 2))).toEqual(ok(value));
  });

  it('reads a list at the top', () => {
    expect(json('[1].n', '[{"n":1},{"n":2}]')).toEqual(ok(2));
  });

  it.each([
    ['total.branches.pct', tree, /^There is nothing at "total.branches.pct": total has no "branches"\.$/],
    ['results[3].mean', tree, /results has 1 entries, so no \[3\]/],
    ['results.mean', tree, /results is no object/],
    ['total[0]', tree, /total is no list/],
    ['total.lines', tree, /is an object, not a number/],
    ['n', '{"n":"42"}', /is a string, not a number/],
    ['n', '{"n":null}', /is null, not a number/],
    ['n', '{"n":1e999}', /not a finite number/],
    ['n', 'n=42', /^The output is no JSON/],
    ['constructor.length', '{}', /the top has no "constructor"/],
    ['__proto__.x', '{}', /the top has no "__proto__"/],
    ['n', `${'['.repeat(100_000)}`, /no JSON/],
  ])('%s is refused where it leads nowhere', (path, output, words) => {
    expect(json(path, output)).toEqual(error(words));
  });

  it.each(['', '.', '.a', 'a.', 'a..b', 'a[', 'a[x]', 'a[-1]', 'a]b', '[0]a'])('%j is no path', (path) => {
    expect(json(path, tree)).toEqual(error(/is no path: write keys/));
  });
});

it('reads any text without a throw, and only ever a finite number', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.double().map(String));
  fc.assert(
    fc.property(anything, fc.string(), (output, path) => {
      for (const read of [number(output), json(path, output)]) {
        if (read.ok) expect(Number.isFinite(read.value)).toBe(true);
        else expect(read.error).not.toBe('');
      }
    }),
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(number(`so\n${value}\n`)).toEqual(ok(Object.is(value, -0) ? 0 : value));
    }),
  );
});
