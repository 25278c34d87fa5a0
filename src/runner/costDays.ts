import { totalOf } from '../engine/budgets.ts';
import type { DaySpend } from '../model/insights.ts';
import type { Cost, Spend } from '../model/spend.ts';

/** Days that are kept: a year, and the day that it begins on. */
const mostDays = 366;

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

  /** Of one day by loop, the most expensive first and what is unknown before that. */
  loopsOf(day: string): readonly LoopSpend[] {
    const sums = new Map<string, Spend>();
    for (const row of this.of(day)) sums.set(row.loop, totalOf([sums.get(row.loop) ?? nothing, row]));
    const rank = ({ spend }: LoopSpend) => spend.costUsd ?? Number.POSITIVE_INFINITY;
    const loops = [...sums].map(([loop, spend]) => ({ loop, spend }));
    // Two that are unknown are alike; infinity less infinity is no number.
    return loops.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
  }
}

/** What the agents of one loop used. */
export interface LoopSpend {
  readonly loop: string;
  readonly spend: Spend;
}

const nothing: Spend = { tokens: 0, costUsd: 0 };
