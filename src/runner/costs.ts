import { readFileSync } from 'node:fs';
import { totalOf } from '../engine/budgets.ts';
import type { Facts, FactsFold } from '../journal/factStore.ts';
import { localDay } from '../model/localDate.ts';
import { type Cost, costSchema, type Spend } from '../model/spend.ts';
import type { CostLog } from '../steps/costLog.ts';
import { CostDays } from './costDays.ts';

/** Newest runs of each loop whose costs stay in memory: what a forecast is made of. */
const mostRuns = 20;

/** The costs of the newest runs, by loop, then by run; a run that is there is there with all its costs. */
export type NewestCosts = ReadonlyMap<string, ReadonlyMap<string, readonly Cost[]>>;

/** Keeps the costs of a loop's newest runs alone. Ids of runs sort by time, so one that fell out never comes back. */
export function newestCosts(): FactsFold<Cost, NewestCosts> {
  const kept = new Map<string, Map<string, Cost[]>>();
  const add = (state: NewestCosts, cost: Cost): NewestCosts => {
    const runs = kept.get(cost.loop) ?? new Map<string, Cost[]>();
    kept.set(cost.loop, runs);
    const own = runs.get(cost.run);
    if (own !== undefined) own.push(cost);
    else runs.set(cost.run, [cost]);
    if (runs.size > mostRuns) runs.delete([...runs.keys()].reduce((oldest, id) => (id < oldest ? id : oldest)));
    return state;
  };
  return { from: kept, add };
}

/** What of the cost log is in memory. */
export interface KeptCosts {
  readonly newest: NewestCosts;
  /** Sums of days, of all runs. */
  readonly days: CostDays;
}

/** The costs of the newest runs, and the sums of the days; `dayOf` says which day a time (epoch milliseconds) is part of. */
export function keptCosts(dayOf: (at: number) => string = localDay): FactsFold<Cost, KeptCosts> {
  const newest = newestCosts();
  const kept: KeptCosts = { newest: newest.from, days: new CostDays(dayOf) };
  const add = (state: KeptCosts, cost: Cost): KeptCosts => {
    newest.add(state.newest, cost);
    state.days.add(cost);
    return state;
  };
  return { from: kept, add };
}

/** The cost log of a repository with years behind it: the newest costs from memory, the others from disk when asked for. */
export class Costs implements CostLog {
  readonly #facts: Facts<Cost, KeptCosts>;

  constructor(facts: Facts<Cost, KeptCosts>) {
    this.#facts = facts;
  }

  append(cost: Cost): Promise<void> {
    return this.#facts.append(cost);
  }

  /** From disk, oldest first, one at a time. Throws where somebody made the file unreadable after it was opened. */
  *all(): Generator<Cost> {
    const bytes = readFileSync(this.#facts.path);
    let offset = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, offset)) {
      yield costSchema.parse(JSON.parse(bytes.toString('utf8', offset, end)));
      offset = end + 1;
    }
  }

  /** Those that were written down at `from` (epoch milliseconds) or later. */
  since(from: number): readonly Cost[] {
    const found: Cost[] = [];
    for (const cost of this.all()) if (cost.at >= from) found.push(cost);
    return found;
  }

  get newest(): NewestCosts {
    return this.#facts.state.newest;
  }

  get days(): CostDays {
    return this.#facts.state.days;
  }

  /** What each item of each run used, read from disk once: for who looks at many runs. */
  ofItems(): (of: { readonly run: string; readonly item: string }) => Spend {
    const sums = new Map<string, Spend>();
    const nameOf = ({ run, item }: { readonly run: string; readonly item: string }) => `${run}/${item}`;
    for (const cost of this.all()) sums.set(nameOf(cost), totalOf([sums.get(nameOf(cost)) ?? totalOf([]), cost]));
    return (of) => sums.get(nameOf(of)) ?? totalOf([]);
  }

  ofRun({ loop, run }: Pick<Cost, 'loop' | 'run'>): readonly Cost[] {
    const runs = this.newest.get(loop);
    // With fewer runs than are kept, none fell out.
    if (runs === undefined || runs.size < mostRuns) return runs?.get(run) ?? [];
    return runs.get(run) ?? [...this.all()].filter((cost) => cost.run === run);
  }
}

const newline = 0x0a;
