/** Tokens of one model call. `input` leaves the two cached parts out. */
export interface Usage {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** Dollars for a million tokens. */
export type Prices = Usage;

/** What claude-sonnet-4-5 costs, and what the configured mock models of pi and opencode are said to cost. */
export const defaultPrices: Prices = { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 };

export interface Totals extends Usage {
  /** Model calls that came in, refused ones included, small ones on the side (titles) too. */
  readonly calls: number;
  /** Those of them that were answered to the end; tokens and cost are theirs. */
  readonly answered: number;
  readonly costUsd: number;
}

/** Different for every call, so that a sum that leaves one out or counts one twice is wrong. */
export function usageOfCall(n: number, caches: boolean): Usage {
  return { input: 1000 + 7 * n, cacheRead: 500 + 3 * n, cacheWrite: caches ? 100 + n : 0, output: 40 + n };
}

export function costOf(usage: Usage, prices: Prices): number {
  const { input, cacheRead, cacheWrite, output } = usage;
  const dollars =
    input * prices.input + cacheRead * prices.cacheRead + cacheWrite * prices.cacheWrite + output * prices.output;
  return dollars / 1_000_000;
}

export function totalsOf(calls: readonly { readonly served?: Usage }[], prices: Prices): Totals {
  const served = calls.flatMap((call) => (call.served ? [call.served] : []));
  const sum = (name: keyof Usage) => served.reduce((total, usage) => total + usage[name], 0);
  return {
    calls: calls.length,
    answered: served.length,
    input: sum('input'),
    cacheRead: sum('cacheRead'),
    cacheWrite: sum('cacheWrite'),
    output: sum('output'),
    costUsd: served.reduce((total, usage) => total + costOf(usage, prices), 0),
  };
}
