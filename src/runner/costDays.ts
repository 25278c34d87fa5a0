import { totalOf } from '../engine/budgets.ts';
import type { DaySpend } from '../model/insights.ts';
import type { Cost } from '../model/spend.ts';

/** Days that are kept: a year, and the day that it begins on. */
const mostDays = 366;

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** The day of a time (epoch milliseconds) in the time zone of this machine, as `YYYY-MM-DD`. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** The first of the last `days` days of this machine, that of `now` among them. Days differ in length twice a year. */
export function firstOfDays(now: number, days: number): string {
  const today = new Date(now);
  return localDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1).getTime());
}

/** What agents used for each loop on each of the newest days, in memory: nothing is read when somebody asks. */
export class CostDays {
  readonly dayOf: (at: number) => string;
  readonly #days = new Map<string, Map<string, DaySpend>>();

  constructor(dayOf: (at: number) => string) {
    this.dayOf = dayOf;
  }

  add({ at, loop, agent, tokens, costUsd }: Cost): void {
    const day = this.dayOf(at);
    const rows = this.#days.get(day) ?? new Map<string, DaySpend>();
    this.#days.set(day, rows);
    const name = `${loop}\n${agent}`;
    rows.set(name, { day, loop, agent, ...totalOf([rows.get(name) ?? nothing, { tokens, costUsd }]) });
    if (this.#days.size > mostDays) this.#days.delete([...this.#days.keys()].reduce((a, b) => (a < b ? a : b)));
  }

  /** From a day on, oldest first. */
  from(first: string): readonly DaySpend[] {
    const days = [...this.#days].filter(([day]) => day >= first).sort(([a], [b]) => (a < b ? -1 : 1));
    return days.flatMap(([, rows]) => [...rows.values()]);
  }

  /** Of one day. */
  of(day: string): readonly DaySpend[] {
    return [...(this.#days.get(day)?.values() ?? [])];
  }
}

const nothing = { tokens: 0, costUsd: 0 };
