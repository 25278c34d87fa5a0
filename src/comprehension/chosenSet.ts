import { shuffled } from './shuffled.ts';

/** Options of which some are right and some are not. */
export interface ChosenSet<T> {
  readonly options: readonly T[];
  /** Indices of the right ones, in order. */
  readonly right: readonly number[];
  /** How likely somebody is right who knows how the set was drawn, and nothing else. */
  readonly chance: number;
}

/**
 * Draws as many options as can be had, `most` at most; undefined where `least` cannot be had. Every set of right ones that the
 * texts at hand allow is equally likely, so that "only one of them", which is what most edits break, is no better an answer than
 * any other.
 */
export function chosenSet<T>(
  right: readonly T[],
  wrong: readonly T[],
  { least, most }: { readonly least: number; readonly most: number },
  random: () => number,
): ChosenSet<T> | undefined {
  const size = Math.min(most, right.length + wrong.length);
  const counts = Array.from({ length: Math.max(0, size - 1) }, (_, index) => index + 1);
  const possible = counts.filter((count) => count <= right.length && size - count <= wrong.length);
  const sets = possible.reduce((sum, count) => sum + choices(size, count), 0);
  if (size < least || sets === 0) return undefined;
  const count = countAt(Math.floor(random() * sets), size, possible);
  const drawn = [
    ...shuffled(right, random)
      .slice(0, count)
      .map((option) => ({ option, isRight: true })),
    ...shuffled(wrong, random)
      .slice(0, size - count)
      .map((option) => ({ option, isRight: false })),
  ];
  const options = shuffled(drawn, random);
  return {
    options: options.map(({ option }) => option),
    right: options.flatMap(({ isRight }, index) => (isRight ? [index] : [])),
    chance: 1 / sets,
  };
}

/** How many are right in the set of that number, when all sets are counted by how many are right in them. */
function countAt(number: number, size: number, possible: readonly number[]): number {
  let passed = 0;
  for (const count of possible) {
    passed += choices(size, count);
    if (number < passed) return count;
  }
  return possible.at(-1) ?? 1;
}

/** In how many ways `count` of `size` can be chosen. */
function choices(size: number, count: number): number {
  let ways = 1;
  for (let one = 1; one <= count; one++) ways = (ways * (size - count + one)) / one;
  return Math.round(ways);
}
