import type { Spend } from '../model/spend.ts';
import { amountText, dollars } from '../model/spendText.ts';

/** What was used: `12.3k tokens, $1.20`. Unknown is told as unknown, never as nothing. */
export const spendWords = ({ tokens, costUsd }: Spend): string => `${tokenWords(tokens)}, ${costWords(costUsd)}`;

const tokenWords = (tokens: number | null): string =>
  tokens === null ? 'tokens unknown' : `${amountText(tokens)} tokens`;

export const costWords = (costUsd: number | null): string => (costUsd === null ? 'cost unknown' : dollars(costUsd));
