import { costText, tokensText } from '../../src/model/spendText.ts';
import type { CostSeries } from '../../src/protocol/runPageView.ts';

export type Measure = 'tokens' | 'costUsd';

/** What a chart of one measure is made of. */
export interface Series {
  readonly measure: Measure;
  /** Minutes since the run began, and what was used by then; null where that is not known. */
  readonly minutes: readonly number[];
  readonly used: readonly (number | null)[];
  readonly limit: number | undefined;
  /** What earlier runs used: the middle of them, and the range of most. */
  readonly usual: { readonly low: number; readonly middle: number; readonly high: number } | undefined;
  readonly isKnown: boolean;
  /** The lines of the chart in words. */
  readonly words: string;
}

export function seriesOf({ points, limit, usual }: CostSeries, measure: Measure): Series {
  const start = points[0]?.at ?? 0;
  const used = points.map((point) => point[measure]);
  const most = limit[measure];
  const range = usualOf(usual, measure);
  const say = measure === 'tokens' ? tokensText : costText;
  return {
    measure,
    minutes: points.map(({ at }) => (at - start) / 60_000),
    used,
    limit: most,
    usual: range,
    isKnown: used.slice(1).some((value) => value !== null),
    words: [
      `Used: ${say(used.at(-1) ?? null)}`,
      most === undefined ? 'no limit' : `limit (dashed): ${say(most)}`,
      range === undefined
        ? 'no earlier run to go by'
        : `earlier runs (dotted): ${say(range.middle)}, mostly ${say(range.low)} to ${say(range.high)}`,
    ].join('; '),
  };
}

function usualOf(usual: CostSeries['usual'], measure: Measure): Series['usual'] {
  if (usual === undefined) return undefined;
  const [low, middle, high] = [usual.low[measure], usual.middle[measure], usual.high[measure]];
  return low === null || middle === null || high === null ? undefined : { low, middle, high };
}
