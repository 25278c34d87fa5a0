import type { Insights } from '../../src/model/insights.ts';
import { localDay } from '../../src/model/localDate.ts';
import { addDays, mondayOf } from './days.ts';
import { type KnownPart, sumOf } from './spendSums.ts';

/** What landed in a week, and what it took. */
export interface Week {
  readonly monday: string;
  readonly landings: number;
  readonly reverted: number;
  /** Added by its landings, and of these the owed ones. */
  readonly lines: number;
  readonly owed: number;
  /** What all runs used in the week, in dollars. */
  readonly cost: KnownPart;
  /** Minutes of people for its landings; `unknown` counts the landings of which nobody told. */
  readonly minutes: { readonly known: number; readonly unknown: number };
}

/** The weeks of the period, oldest first, those without a landing too. The first and the last may be cut. */
export function weeksOf({ from, today, landings, spend }: Insights): readonly Week[] {
  const weeks: Week[] = [];
  for (let monday = mondayOf(from); monday <= today; monday = addDays(monday, 7)) {
    const isOf = (day: string): boolean => mondayOf(day) === monday;
    const landed = landings.filter(({ at }) => isOf(localDay(at)));
    const told = landed.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
    weeks.push({
      monday,
      landings: landed.length,
      reverted: landed.filter(({ revertedBy }) => revertedBy !== undefined).length,
      lines: total(landed.map(({ lines }) => lines)),
      owed: total(landed.map(({ owed }) => owed)),
      cost: sumOf(
        spend.filter(({ day }) => isOf(day)),
        'costUsd',
      ),
      minutes: { known: total(told), unknown: landed.length - told.length },
    });
  }
  return weeks;
}

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
