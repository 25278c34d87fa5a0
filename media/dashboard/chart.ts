/** A chart as data: layers of bars, one upon the other, or a line; over positions that have names. */
export interface Chart {
  /** For file names. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for who does not see it, and below its picture. */
  readonly summary: string;
  readonly as: 'bars' | 'line';
  /** Names of the positions along the bottom. */
  readonly positions: readonly string[];
  /** From the bottom up. */
  readonly layers: readonly ChartLayer[];
  /** Words at a position: above the bar or point. */
  readonly labels: readonly (string | undefined)[];
  /** What stands below the chart while the pointer is at a position. */
  readonly readouts: readonly string[];
  /** A limit, as a dashed line with its words. */
  readonly limit?: { readonly at: number; readonly words: string };
  /** A number at the left edge. */
  readonly axisWords: (value: number) => string;
  /** Steps of the left edge are whole numbers. */
  readonly isWhole: boolean;
}

export interface ChartLayer {
  readonly name: string;
  /** Its sum, in words, for the legend. */
  readonly told: string;
  /** The upper edge at each position; null where there is none, or nobody knows. */
  readonly edges: readonly (number | null)[];
}

/** Where the highest layer ends at a position. */
export const topAt = ({ layers }: Chart, index: number): number =>
  Math.max(0, ...layers.map(({ edges }) => edges[index] ?? 0));
