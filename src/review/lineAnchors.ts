/** A line of the base and the line of the head that it is, counted from 0. */
export interface LineAnchor {
  readonly base: number;
  readonly head: number;
}

/**
 * The most lines that stand exactly once in each of two texts, and in one order: what surely stayed. Patience diff, by Bram
 * Cohen; the longest rising run is found by patience sorting, in n log n.
 */
export function anchorsOf(base: readonly string[], head: readonly string[]): readonly LineAnchor[] {
  const inHead = onlyOnes(head);
  const pairs = [...onlyOnes(base)]
    .flatMap(([line, at]) => {
      const other = inHead.get(line);
      return other === undefined ? [] : [{ base: at, head: other }];
    })
    .sort((one, other) => one.base - other.base);
  return longestRising(pairs);
}

/** Lines that stand once, and where. */
function onlyOnes(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, at);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

interface Card extends LineAnchor {
  readonly below: Card | undefined;
}

function longestRising(pairs: readonly LineAnchor[]): readonly LineAnchor[] {
  const tops: Card[] = [];
  for (const pair of pairs) {
    const pile = firstNotBelow(tops, pair.head);
    tops[pile] = { ...pair, below: tops[pile - 1] };
  }
  const rising: LineAnchor[] = [];
  for (let card = tops.at(-1); card !== undefined; card = card.below) rising.push({ base: card.base, head: card.head });
  return rising.reverse();
}

function firstNotBelow(tops: readonly Card[], head: number): number {
  let [from, to] = [0, tops.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((tops[middle]?.head ?? 0) < head) from = middle + 1;
    else to = middle;
  }
  return from;
}
