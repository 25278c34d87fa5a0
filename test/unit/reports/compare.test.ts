import { describe, expect, it } from 'vitest';
import type { TestReport } from '../../../src/model/testReport.ts';
import { fixed, mergeRepeats, newFailures } from '../../../src/reports/compare.ts';
import { reportOf } from './captured.ts';

const failing = (...names: readonly string[]): TestReport =>
  reportOf('tap', `1..${names.length + 1}\nok - fine\n${names.map((name) => `not ok - ${name}\n`).join('')}`);
const cutOff = (...names: readonly string[]): TestReport => ({ ...failing(...names), complete: false });
const many = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, n) => `t${String(n + from).padStart(4, '0')}`);

describe('before and after', () => {
  it('blames only what did not fail before', () => {
    expect(newFailures(failing('a', 'b'), failing('b', 'c'))).toEqual(['c']);
    expect(newFailures(undefined, failing('a'))).toEqual(['a']);
    expect(newFailures(failing('a'), undefined)).toEqual([]);
  });

  it('tells what is fixed, and only of a whole report', () => {
    expect(fixed(failing('a', 'b'), failing('b', 'c'))).toEqual(['a']);
    expect(fixed(failing('a'), cutOff())).toEqual([]);
    expect(fixed(failing('a'), undefined)).toEqual([]);
    expect(fixed(undefined, failing('a'))).toEqual([]);
  });

  it('does not blame what lies behind the end of a cut list, unless more fail than before', () => {
    const before = failing(...many(250));
    expect(before.failing).toHaveLength(200);
    expect(newFailures(before, failing(...many(200, 50)))).toEqual([]);
    expect(newFailures(before, failing('a', ...many(249)))).toEqual(['a']);
    expect(newFailures(before, failing(...many(200, 100), ...many(51, 400)))).toContain('t0299');
    expect(fixed(failing('z'), before)).toEqual([]);
  });
});

describe('repeats', () => {
  it('tells flaky from failing', () => {
    const runs = [failing('a', 'b'), failing('b'), failing('b', 'c')];
    expect(mergeRepeats(runs)).toEqual({ flaky: ['a', 'c'], failing: ['b'] });
    expect(mergeRepeats([])).toEqual({ flaky: [], failing: [] });
    expect(mergeRepeats([failing(), failing()])).toEqual({ flaky: [], failing: [] });
  });

  it('takes an incomplete run as no proof that a test passed', () => {
    expect(mergeRepeats([failing('a'), cutOff()])).toEqual({ flaky: [], failing: ['a'] });
    expect(mergeRepeats([failing(), cutOff('a')])).toEqual({ flaky: ['a'], failing: [] });
  });
});
