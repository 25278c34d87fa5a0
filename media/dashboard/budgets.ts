import type { DaySpend, Insights } from '../../src/model/insights.ts';
import { addDays } from './days.ts';
import { amountWords, type KnownPart, type Measure, partWords, sumOf, unknownWords } from './spendSums.ts';

/** What was used in the last days, beside what the limits of a day allow in as many. */
export interface Against {
  readonly name: string;
  readonly value: string;
  /** `of $20.00 (limit a day)`; and what is unknown. */
  readonly note: string;
  /** Part of what is allowed, from what is known; absent without a limit. Above 1: over it. */
  readonly part?: number;
}

const spans = [
  { name: 'Today', days: 1 },
  { name: '7 days', days: 7 },
  { name: '30 days', days: 30 },
] as const;

/** The rows of the last `days` days, today among them. */
export const lastDays = (rows: readonly DaySpend[], today: string, days: number): readonly DaySpend[] =>
  rows.filter(({ day }) => day > addDays(today, -days) && day <= today);

/** Today, 7 days, 30 days. */
export function againstLimits(
  rows: readonly DaySpend[],
  { today, perDay }: Pick<Insights, 'today' | 'perDay'>,
  measure: Measure,
): readonly Against[] {
  const limit = perDay?.[measure] ?? undefined;
  return spans.map(({ name, days }) =>
    against(name, sumOf(lastDays(rows, today, days), measure), days, limit, measure),
  );
}

function against(name: string, sum: KnownPart, days: number, limit: number | undefined, measure: Measure): Against {
  const unknown = unknownWords(sum, measure);
  const value = partWords(sum, measure);
  if (limit === undefined) return { name, value, note: unknown ?? 'no limit a day' };
  const allowed = amountWords(limit * days, measure);
  const each = days === 1 ? 'limit a day' : `${days} × ${amountWords(limit, measure)}`;
  const part = sum.known / (limit * days);
  const over = part > 1 ? '; over it' : '';
  return { name, value, part, note: [`of ${allowed} (${each})${over}`, ...(unknown ? [unknown] : [])].join('; ') };
}
