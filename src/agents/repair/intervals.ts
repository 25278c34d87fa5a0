/** Sorted, disjoint stretches of a text: [start, end) in UTF-16 offsets. */
export type Intervals = readonly (readonly [start: number, end: number])[];

/** A counted range of V8 coverage. */
export type CountedRange = readonly [start: number, end: number, count: number];

/**
 * What ran, from the ranges of one script: ranges nest, and the innermost one around an offset decides
 * (https://chromedevtools.github.io/devtools-protocol/tot/Profiler/).
 */
export function coveredBy(ranges: readonly CountedRange[]): Intervals {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const covered: [number, number][] = [];
  const open: CountedRange[] = [];
  let at = 0;
  const advance = (to: number): void => {
    const last = covered.at(-1);
    if (to > at && (open.at(-1)?.[2] ?? 0) > 0) {
      if (last && last[1] === at) last[1] = to;
      else covered.push([at, to]);
    }
    at = Math.max(at, to);
  };
  const closeUntil = (offset: number): void => {
    for (let top = open.at(-1); top !== undefined && top[1] <= offset; top = open.at(-1)) {
      advance(top[1]);
      open.pop();
    }
  };
  for (const range of sorted) {
    closeUntil(range[0]);
    advance(range[0]);
    open.push(range);
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return covered;
}

/** Everything that is in one of the sets. */
export function union(sets: readonly Intervals[]): Intervals {
  const all = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of all) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Whether the offset lies in one of the stretches. */
export function contains(intervals: Intervals, offset: number): boolean {
  return overlaps(intervals, offset, offset + 1);
}

/** Whether some offset of [start, end) lies in one of the stretches. */
export function overlaps(intervals: Intervals, start: number, end: number): boolean {
  let [low, high] = [0, intervals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle]?.[1] ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (intervals[low]?.[0] ?? Number.POSITIVE_INFINITY) < end;
}
