import type { CostSeries } from '../../protocol/runPageView.ts';

/** What the page of a run is made of beside the events. */
export interface Asked {
  readonly forecast: string | undefined;
  readonly usual: CostSeries['usual'];
  /** What became of what landed, in words, by the id of the item. */
  readonly fates: ReadonlyMap<string, string>;
}
