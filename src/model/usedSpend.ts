import type { Price, Spend, Usage } from './spend.ts';

/** What a step used: cost as reported, else by the loop's price, else unknown. No usage at all is unknown. */
export function spendOf(
  usage: Usage | null,
  price: Price | undefined,
): Spend & { readonly source: 'reported' | 'priced' | 'unknown' } {
  if (usage === null) return { tokens: null, costUsd: null, source: 'unknown' };
  const tokens = usage.inputTokens + usage.outputTokens;
  if (usage.costUsd !== null) return { tokens, costUsd: usage.costUsd, source: 'reported' };
  if (price === undefined) return { tokens, costUsd: null, source: 'unknown' };
  const dollars = usage.inputTokens * price['input-per-million'] + usage.outputTokens * price['output-per-million'];
  return { tokens, costUsd: dollars / 1_000_000, source: 'priced' };
}
