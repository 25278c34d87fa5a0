import { tokensOf } from '../../../src/comprehension/tokens.ts';

/** A solver gives each option a badness from the options alone; it takes the best, ties by chance. */
export type Solver = (options: readonly string[]) => number[];

export function levenshtein<T>(a: ArrayLike<T>, b: ArrayLike<T>): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const total = <T>(all: readonly ArrayLike<T>[], one: ArrayLike<T>): number =>
  all.reduce((sum, other) => sum + levenshtein(one, other), 0);

export const solvers: Readonly<Record<string, Solver>> = {
  medoidOfTokens: (options) => {
    const tokens = options.map((option) => tokensOf('a.js', option));
    return tokens.map((one) => total(tokens, one));
  },
  medoidOfCharacters: (options) => options.map((one) => total(options, one)),
  oddOneOut: (options) => options.map((one) => -total(options, one)),
  shortest: (options) => options.map((one) => one.length),
  longest: (options) => options.map((one) => -one.length),
  first: (options) => options.map((_, index) => index),
  anyone: (options) => options.map(() => 0),
};

/** The solver's chance to be right. */
export function chanceOf(solver: Solver, options: readonly string[], key: number): number {
  const badness = solver(options);
  const best = Math.min(...badness);
  const ties = badness.flatMap((value, index) => (value === best ? [index] : []));
  return ties.includes(key) ? 1 / ties.length : 0;
}

/** The solver's chance to tell a whole set, when it takes the best one, or the better half of the options. */
export function chanceOfSet(
  solver: Solver,
  options: readonly string[],
  right: readonly number[],
  count: number,
): number {
  const badness = solver(options);
  const ranked = [...badness].sort((one, other) => one - other);
  const worst = ranked[count - 1] ?? 0;
  const taken = badness.flatMap((value, index) => (value < worst ? [index] : []));
  const tied = badness.flatMap((value, index) => (value === worst ? [index] : []));
  const rest = right.filter((index) => !taken.includes(index));
  if (right.length !== count || taken.some((index) => !right.includes(index))) return 0;
  return rest.every((index) => tied.includes(index)) ? 1 / waysToTake(tied.length, rest.length) : 0;
}

const waysToTake = (from: number, count: number): number =>
  count === 0 ? 1 : (from / count) * waysToTake(from - 1, count - 1);
