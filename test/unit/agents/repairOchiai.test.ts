import { describe, expect, it } from 'vitest';
import { ochiai } from '../../../src/agents/repair/ochiai.ts';
import { Suspicion } from '../../../src/agents/repair/suspicion.ts';

describe('ochiai', () => {
  it('is 1 for code that all failing tests run and no passing test', () => {
    expect(ochiai({ inFailing: 3, inPassing: 0, failing: 3 })).toBe(1);
  });

  it('is 0 for code that no failing test runs', () => {
    expect(ochiai({ inFailing: 0, inPassing: 5, failing: 2 })).toBe(0);
    expect(ochiai({ inFailing: 0, inPassing: 0, failing: 0 })).toBe(0);
  });

  it('agrees with values worked out by hand', () => {
    // 1 / √(1 · (1 + 3)) = 1/2
    expect(ochiai({ inFailing: 1, inPassing: 3, failing: 1 })).toBe(0.5);
    // 2 / √(4 · (2 + 0)) = 2 / √8 = 1/√2
    expect(ochiai({ inFailing: 2, inPassing: 0, failing: 4 })).toBeCloseTo(Math.SQRT1_2, 7);
    // 2 / √(3 · (2 + 4)) = 2 / √18
    expect(ochiai({ inFailing: 2, inPassing: 4, failing: 3 })).toBeCloseTo(0.4714045, 7);
  });
});

describe('suspicion over spectra', () => {
  // Lines:          1 [0,5)    2 [6,11)   3 [12,17)
  const source = 'aaaaa\nbbbbb\nccccc\n';
  const ran = (failed: boolean, ...intervals: [number, number][]) => ({
    failed,
    files: new Map([['a.js', intervals]]),
  });
  const suspicion = new Suspicion([
    ran(true, [0, 11]),
    ran(false, [0, 5]),
    ran(false, [0, 5], [12, 17]),
    ran(false, [0, 17]),
    { failed: false, files: new Map() },
  ]);

  it('scores each line', () => {
    // Line 1: all four tests, 1/√(1·4) = 0.5; line 2: the failing and one passing, 1/√2; line 3: no failing test.
    const lines = suspicion.lines('a.js', source);
    expect(lines.map(({ line }) => line)).toEqual([1, 2]);
    expect(lines[0]?.score).toBe(0.5);
    expect(lines[1]?.score).toBeCloseTo(Math.SQRT1_2, 7);
  });

  it('does not count tests that run no source, nor files that no failing test ran', () => {
    expect(suspicion.passing).toBe(3);
    expect(suspicion.paths).toEqual(['a.js']);
    expect(suspicion.score('b.js', 0, 10)).toBe(0);
  });
});
