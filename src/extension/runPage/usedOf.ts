import type { Spend } from '../../model/spend.ts';
import { costText, tokensText } from '../../model/spendText.ts';
import type { CostSeries, RunHead } from '../../protocol/runPageView.ts';

/** What was used, against the limits of the run: the one that is nearest tells the share. */
export function usedOf(used: Spend | undefined, limit: CostSeries['limit']): RunHead['spend'] {
  const { tokens, costUsd } = used ?? { tokens: 0, costUsd: 0 };
  const shares = [shareOf(tokens, limit.tokens), shareOf(costUsd, limit.costUsd)].filter((one) => one !== null);
  const ofTokens = limit.tokens === undefined ? '' : ` of ${tokensText(limit.tokens)}`;
  const ofCost = limit.costUsd === undefined ? '' : ` of ${costText(limit.costUsd)}`;
  return {
    words: `${tokensText(tokens)}${ofTokens}, ${costText(costUsd)}${ofCost}`,
    share: shares.length === 0 ? null : Math.max(...shares),
  };
}

/** Null where one of the two is not known: an unknown use is no share. */
const shareOf = (used: number | null, limit: number | undefined): number | null =>
  used === null || limit === undefined ? null : used / limit;
