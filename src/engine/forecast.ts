import type { Spend } from '../model/spend.ts';
import { amountOf } from './budgets.ts';
import { median } from './panel.ts';

/** What something will probably use: a low, a middling and a high guess. */
export interface Range {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export interface Forecast {
  /** Null: nothing is known that it could be told from. */
  readonly tokens: Range | null;
  readonly costUsd: Range | null;
  /** A sentence or two, with what it rests on. */
  readonly words: string;
}

/**
 * What the next run will use, from what past runs of the loop have used. The middle is their median; low and high are
 * the tenth and the ninetieth percentile, so with few runs the least and the most. Runs that nobody could count are left
 * out, and told. Nothing is made up where nothing is known.
 */
export function forecastRun(past: readonly Spend[]): Forecast {
  const ranges = { tokens: rangeOf(past, 'tokens'), costUsd: rangeOf(past, 'costUsd') };
  return { ...ranges, words: wordsOf('The next run', ranges, basisOf(past, 'run')) };
}

/**
 * What a run that is under way will have used in the end: what it has used, and for each of `left` items what the items
 * before used. Unknown where what it has used is unknown.
 */
export function forecastRest(items: readonly Spend[], left: number, used: Spend): Forecast {
  const ranges = { tokens: endOf(items, 'tokens', left, used), costUsd: endOf(items, 'costUsd', left, used) };
  const basis = left === 0 ? 'nothing is left to do' : `${left} to go, ${basisOf(items, 'item')}`;
  return { ...ranges, words: wordsOf('The run', ranges, basis) };
}

function endOf(items: readonly Spend[], of: keyof Spend, left: number, used: Spend): Range | null {
  const sofar = used[of];
  const each = left === 0 ? { low: 0, mid: 0, high: 0 } : rangeOf(items, of);
  if (sofar === null || each === null) return null;
  return { low: sofar + each.low * left, mid: sofar + each.mid * left, high: sofar + each.high * left };
}

const knownIn = (past: readonly Spend[], of: keyof Spend): readonly number[] =>
  past.flatMap((spend) => spend[of] ?? []).sort((a, b) => a - b);

function rangeOf(past: readonly Spend[], of: keyof Spend): Range | null {
  const known = knownIn(past, of);
  const [low, high] = [known[Math.floor((known.length - 1) * 0.1)], known[Math.ceil((known.length - 1) * 0.9)]];
  return low === undefined || high === undefined ? null : { low, mid: median(known), high };
}

function basisOf(past: readonly Spend[], unit: 'run' | 'item'): string {
  const counted = Math.max(knownIn(past, 'tokens').length, knownIn(past, 'costUsd').length);
  const from = `from ${counted} earlier ${counted === 1 ? unit : `${unit}s`}`;
  const unknown = past.length - counted;
  return unknown === 0 ? from : `${from}; of ${unknown} more nothing is known`;
}

function wordsOf(what: string, { tokens, costUsd }: Pick<Forecast, 'tokens' | 'costUsd'>, basis: string): string {
  if (tokens === null && costUsd === null) return `${what}: unknown what it will use (${basis}).`;
  const cost = costUsd === null ? 'at unknown cost' : `costing ${spread('max-cost-usd', costUsd)}`;
  const used = tokens === null ? 'an unknown number of tokens' : spread('max-tokens', tokens);
  return `${what} will probably use ${used}, ${cost} (${basis}).`;
}

function spread(key: Parameters<typeof amountOf>[0], { low, mid, high }: Range): string {
  const about = `about ${amountOf(key, mid)}`;
  return low === high ? about : `${about} (${amountOf(key, low)} to ${amountOf(key, high)})`;
}
