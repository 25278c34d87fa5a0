import type { DaySpend } from '../../src/model/insights.ts';
import { amountText } from '../../src/model/spendText.ts';
import { counted, listed, usd } from './words.ts';

/** Of a sum: what is known of it, and on how many days each agent's part is not. */
export interface KnownPart {
  readonly known: number;
  readonly unknown: ReadonlyMap<string, number>;
}

/** What was used: in dollars, or in tokens where no cost is known at all. */
export type Measure = 'costUsd' | 'tokens';

/** Tokens stand in for dollars where agents were at work and not one of them told a cost. */
export function measureOf(rows: readonly DaySpend[]): Measure {
  const hasCost = rows.some(({ costUsd }) => costUsd !== null);
  return !hasCost && rows.some(({ tokens }) => tokens !== null) ? 'tokens' : 'costUsd';
}

/** Adds what is known, and remembers what is not. */
export function sumOf(rows: readonly DaySpend[], measure: Measure): KnownPart {
  const days = new Map<string, Set<string>>();
  let known = 0;
  for (const row of rows) {
    const used = row[measure];
    if (used === null) days.set(row.agent, (days.get(row.agent) ?? new Set()).add(row.day));
    else known += used;
  }
  return { known, unknown: new Map([...days].map(([agent, on]) => [agent, on.size])) };
}

export const isWhole = ({ unknown }: KnownPart): boolean => unknown.size === 0;

export const amountWords = (amount: number, measure: Measure): string =>
  measure === 'costUsd' ? usd(amount) : `${amountText(amount)} tokens`;

/** `$1.20`, `at least $1.20`, `unknown` */
export function partWords(part: KnownPart, measure: Measure): string {
  if (isWhole(part)) return amountWords(part.known, measure);
  return part.known === 0 ? 'unknown' : `at least ${amountWords(part.known, measure)}`;
}

/** `cost unknown for codex on 3 days`; nothing where all is known. */
export function unknownWords({ unknown }: KnownPart, measure: Measure): string | undefined {
  if (unknown.size === 0) return undefined;
  const agents = [...unknown].map(([agent, days]) => `${agent} on ${counted(days, 'day')}`);
  return `${measure === 'costUsd' ? 'cost' : 'tokens'} unknown for ${listed(agents)}`;
}

/** Rows by what they have in common, in the order in which it is first met. */
export function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
