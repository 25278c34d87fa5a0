import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/comprehension/seededRandom.ts';
import { shuffled } from '../../../src/comprehension/shuffled.ts';
import { type Neighbourhood, type OptionSet, optionSets } from '../../../src/comprehension/which/optionSets.ts';
import { chanceOf, type Solver, solvers } from './solvers.ts';

/** A line of which one token can be any of a family; `near` says which are one edit apart. */
function family(
  written: string,
  near: (token: string) => readonly string[],
  line: (token: string) => string,
): Neighbourhood {
  const tokenIn = (text: string): string => text.split(' ')[2] ?? '';
  const editsOf = (text: string): string[] => near(tokenIn(text)).map(line);
  return {
    path: 'a.js',
    written: line(written),
    editsOf,
    areNeighbours: (one, other) => editsOf(one).includes(other) && editsOf(other).includes(one),
  };
}

const comparisons = ['<', '<=', '>', '>='];
const compare = (written: string) =>
  family(
    written,
    (token) => comparisons.filter((other) => other !== token),
    (token) => `if (first ${token} second) {`,
  );
const ladder = (written: number) =>
  family(
    String(written),
    (token) => [String(Number(token) - 1), String(Number(token) + 1)],
    (token) => `case limit ${token} :`,
  );

function ask(around: Neighbourhood, random: () => number): { options: string[]; key: number } | undefined {
  const [set] = optionSets(around, random) as Iterable<OptionSet> & [OptionSet?];
  const way = set?.ways[Math.floor(random() * set.ways.length)];
  if (way === undefined) return undefined;
  const options = shuffled([around.written, ...way], random);
  return { options, key: options.indexOf(around.written) };
}

/** Knows that each edit steps to a neighbour, and takes the text in the middle of the numbers. */
const middleNumber: Solver = (options) => {
  const numbers = options.map((option) => Number(/\d+/.exec(option)?.[0]));
  return numbers.map((one) => numbers.reduce((sum, other) => sum + Math.abs(one - other), 0));
};
const ends: Solver = (options) => middleNumber(options).map((badness) => -badness);

function rateOf(solver: Solver, make: (index: number, random: () => number) => Neighbourhood): number {
  const random = seededRandom('rates');
  let sum = 0;
  const count = 4000;
  for (let index = 0; index < count; index++) {
    const item = ask(make(index, random), random);
    if (item === undefined) throw new Error('no set');
    sum += chanceOf(solver, item.options, item.key);
  }
  return sum / count;
}

const anyComparison = (index: number) => compare(comparisons[index % 4] ?? '<');
const anyNumber = (index: number) => ladder(20 + (index % 60));

describe('optionSets', () => {
  it.each(Object.entries(solvers))('%s is right by chance only, where all variants are neighbours', (_, solver) => {
    expect(Math.abs(rateOf(solver, anyComparison) - 1 / 3)).toBeLessThan(0.03);
  });

  it.each(Object.entries({ ...solvers, middleNumber, ends }))(
    '%s is right by chance only, where they form a path',
    (_, solver) => {
      expect(Math.abs(rateOf(solver, anyNumber) - 1 / 3)).toBeLessThan(0.03);
    },
  );

  it('would be solved by the middle, were both mutants always made from the written text', () => {
    const naive = { ...ladder(50), areNeighbours: (one: string, other: string) => one !== other };
    const random = seededRandom('naive');
    const rates = Array.from({ length: 300 }, () => ask(naive, random)).map((item) =>
      item === undefined ? 0 : chanceOf(middleNumber, item.options, item.key),
    );
    expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeGreaterThan(0.95);
  });

  it('has no set where an edit does not lead back', () => {
    const oneWay = family(
      'a',
      (token) => (token === 'a' ? ['b', 'c'] : []),
      (token) => `f ( ${token} )`,
    );
    expect([...optionSets(oneWay, seededRandom('x'))]).toEqual([]);
  });

  it('asks for the kill of every text that any way may show', () => {
    for (const set of optionSets(ladder(7), seededRandom('x'))) {
      expect(set.texts).toHaveLength(3);
      expect(new Set(set.ways.flat())).toEqual(new Set(set.texts));
    }
  });
});

describe('shuffled', () => {
  it('keeps what it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (values, seed) => {
        expect(shuffled(values, seededRandom(seed)).sort()).toEqual([...values].sort());
      }),
    );
  });

  it('makes each of the six orders of three equally often', () => {
    const random = seededRandom('orders');
    const counts = new Map<string, number>();
    for (let index = 0; index < 6000; index++) {
      const order = shuffled(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Chi squared with 5 degrees of freedom: 20.5 is passed by chance once in a thousand seeds; this seed is fixed.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(20.5);
  });
});
