import type { Spend } from './spend.ts';
import { costText, tokensText } from './spendText.ts';

/** What was used, in words, and how much of its limit that is: null where that is not known. */
export interface Used {
  readonly words: string;
  readonly share: number | null;
}

/** What was used, against a limit of each: the one that is nearest tells the share. */
export function usedOf(used: Spend | undefined, limit: { readonly [M in keyof Spend]?: number | undefined }): Used {
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
