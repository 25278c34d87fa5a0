/** How often somebody who knows nothing may pass a gate that asks for two right answers or more. */
export const mostGuessed = 0.08;

/**
 * How likely that is with these prompts, when each is right with its chance alone.
 *
 * @param pass how many must be right
 */
export function guessedPass(chances: readonly number[], pass: number): number {
  // ways[n]: n right so far; what has passed stays passed.
  let ways = [1, ...Array.from({ length: pass }, () => 0)];
  for (const chance of chances) {
    ways = ways.map((way, right) => {
      const came = right === 0 ? 0 : (ways[right - 1] ?? 0) * chance;
      return came + way * (right === pass ? 1 : 1 - chance);
    });
  }
  return ways[pass] ?? 0;
}

/** Whether another prompt may be asked. One right answer is all that some gates ask for: no bound is kept there. */
export function mayBeAsked(asked: readonly number[], chance: number, pass: number): boolean {
  return pass < 2 || guessedPass([...asked, chance], pass) <= mostGuessed;
}
