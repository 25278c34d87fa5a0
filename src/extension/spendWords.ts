import type { Spend } from '../model/spend.ts';

/** What was used: `12.3k tokens, $1.20`. Unknown is told as unknown, never as nothing. */
export const spendWords = ({ tokens, costUsd }: Spend): string => `${tokenWords(tokens)}, ${costWords(costUsd)}`;

function tokenWords(tokens: number | null): string {
  if (tokens === null) return 'tokens unknown';
  if (tokens < 1000) return `${tokens} tokens`;
  return tokens < 999_950 ? `${(tokens / 1000).toFixed(1)}k tokens` : `${(tokens / 1_000_000).toFixed(2)}M tokens`;
}

export function costWords(costUsd: number | null): string {
  if (costUsd === null) return 'cost unknown';
  return costUsd > 0 && costUsd < 0.01 ? `$${costUsd.toFixed(4)}` : `$${costUsd.toFixed(2)}`;
}
