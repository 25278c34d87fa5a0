import type { Surprises } from '../model/expectation.ts';

/** What was other than expected of a change that touches these files. */
export function surprisesOf(expected: readonly string[], touched: readonly string[]): Surprises {
  const [awaited, real] = [new Set(expected), new Set(touched)];
  return {
    unexpected: [...real].filter((path) => !awaited.has(path)),
    untouched: [...awaited].filter((path) => !real.has(path)),
    foreseen: [...awaited].filter((path) => real.has(path)),
  };
}
