/** How values are spread. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The spread of values that were all kept: by nearest rank. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('the spread of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
