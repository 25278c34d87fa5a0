import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squarified, type Tile } from '../../../../media/dashboard/treemap.ts';

const weights = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 });
const aspects = fc.double({ min: 0.2, max: 5, noNaN: true });
const laid = (all: readonly number[], aspect: number) => squarified(all, (one) => one, aspect);
const area = ({ width, height }: Tile<number>) => width * height;
const overlap = (one: Tile<number>, other: Tile<number>) =>
  Math.max(0, Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)) *
  Math.max(0, Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y));

describe('a treemap', () => {
  it('gives each thing an area like its weight, inside of the whole', () => {
    fc.assert(
      fc.property(weights, aspects, (all, aspect) => {
        const sum = all.reduce((a, b) => a + b, 0);
        const tiles = laid(all, aspect);
        expect(tiles).toHaveLength(all.length);
        for (const tile of tiles) {
          expect(area(tile)).toBeCloseTo(tile.of / sum, 6);
          expect(Math.min(tile.x, tile.y)).toBeGreaterThan(-1e-9);
          expect(Math.max(tile.x + tile.width, tile.y + tile.height)).toBeLessThan(1 + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lays nothing over something else', () => {
    fc.assert(
      fc.property(weights, aspects, (all, aspect) => {
        const tiles = laid(all, aspect);
        const over = tiles.flatMap((one, index) => tiles.slice(index + 1).map((other) => overlap(one, other)));
        expect(Math.max(0, ...over)).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is as square as in the paper that it is from', () => {
    // Bruls, Huizing and van Wijk: 6, 6, 4, 3, 2, 2, 1 in 6 by 4.
    const tiles = laid([6, 6, 4, 3, 2, 2, 1], 6 / 4);
    const sizes = tiles.map(({ of, width, height }) =>
      [of, width * 6, height * 4].map((one) => Number(one.toFixed(2))),
    );
    expect(sizes).toEqual([
      [6, 3, 2],
      [6, 3, 2],
      [4, 1.71, 2.33],
      [3, 1.29, 2.33],
      [2, 1.2, 1.67],
      [2, 1.2, 1.67],
      [1, 0.6, 1.67],
    ]);
  });

  it('leaves out what has no weight, and is empty without anything', () => {
    expect(laid([0, 3, 0], 1).map(({ of }) => of)).toEqual([3]);
    expect(laid([], 1)).toEqual([]);
  });
});
