import type { Spend } from './spend.ts';

/** `950 tokens`, `12.3k tokens`, `1.20M tokens`, `unknown tokens`. */
export function tokensText(tokens: number | null): string {
  if (tokens === null) return 'unknown tokens';
  return `${amountText(tokens)} tokens`;
}

/** `950`, `12.3k`, `1.20M`. */
export function amountText(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_950) return `${(count / 1000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(2)}M`;
}

/** `$1.20`; four places where that is less than a cent; `unknown cost`. */
export function costText(costUsd: number | null): string {
  return costUsd === null ? 'unknown cost' : dollars(costUsd);
}

export const dollars = (amount: number): string =>
  amount > 0 && amount < 0.01 ? `$${amount.toFixed(4)}` : `$${amount.toFixed(2)}`;

/** `12.3k tokens, $1.20` */
export const spendText = ({ tokens, costUsd }: Spend): string => `${tokensText(tokens)}, ${costText(costUsd)}`;
