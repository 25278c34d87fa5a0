import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, coveredBy, overlaps, union } from '../../../src/agents/repair/intervals.ts';

describe('coverage ranges', () => {
  it('lets the innermost range decide', () => {
    expect(
      coveredBy([
        [0, 100, 1],
        [10, 50, 0],
        [20, 30, 2],
      ]),
    ).toEqual([
      [0, 10],
      [20, 30],
      [50, 100],
    ]);
  });

  it('knows a function that ran inside a script that did not', () => {
    expect(
      coveredBy([
        [0, 100, 0],
        [40, 60, 3],
      ]),
    ).toEqual([[40, 60]]);
  });

  it('joins neighbours', () => {
    expect(
      coveredBy([
        [0, 10, 1],
        [10, 20, 1],
      ]),
    ).toEqual([[0, 20]]);
    expect(coveredBy([])).toEqual([]);
  });
});

describe('sets of intervals', () => {
  it('unites overlapping and touching stretches', () => {
    expect(
      union([
        [
          [0, 5],
          [20, 25],
        ],
        [
          [5, 7],
          [22, 30],
        ],
      ]),
    ).toEqual([
      [0, 7],
      [20, 30],
    ]);
  });

  it('finds what overlaps', () => {
    const set = [
      [0, 5],
      [10, 15],
    ] as const;
    expect(overlaps(set, 5, 10)).toBe(false);
    expect(overlaps(set, 4, 5)).toBe(true);
    expect(overlaps(set, 14, 99)).toBe(true);
    expect(contains(set, 15)).toBe(false);
  });

  it('agrees with a search offset by offset', () => {
    const stretch = fc
      .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
      .map(([start, length]) => [start, start + length] as const);
    fc.assert(
      fc.property(fc.array(stretch), fc.nat(80), fc.integer({ min: 1, max: 10 }), (stretches, start, length) => {
        const inside = (offset: number): boolean => stretches.some(([from, to]) => offset >= from && offset < to);
        const offsets = Array.from({ length }, (_, index) => start + index);
        expect(overlaps(union([stretches]), start, start + length)).toBe(offsets.some(inside));
      }),
    );
  });
});
