import { totalOf } from '../engine/budgets.ts';
import { localDay } from '../model/localDate.ts';
import type { Cost, Scope, Spend } from '../model/spend.ts';

/** Who shares a spending: the run, the item, and on which day. `at`: epoch milliseconds. */
export interface Spender {
  readonly loop: string;
  readonly run: string;
  readonly item: string;
  readonly at: number;
}

/** What one scope of a spender is called; a day is one of this machine. */
export function scopeKey(scope: Scope, { loop, run, item, at }: Spender): string {
  const day = localDay(at);
  switch (scope) {
    case 'run':
      return `run/${run}`;
    case 'item':
      return `item/${run}/${item}`;
    case 'loop-day':
      return `loop/${day}/${loop}`;
    case 'repository-day':
      return `day/${day}`;
  }
}

const scopes: readonly Scope[] = ['run', 'item', 'loop-day', 'repository-day'];
const nothing: Spend = { tokens: 0, costUsd: 0 };

/** The cost log summed up by scope. Only sums are kept, and which steps are in them: a step counts once. */
export class SettledSpend {
  readonly #sums = new Map<string, Spend>();
  readonly #steps = new Set<string>();
  readonly #passes = new Map<string, Set<string>>();

  has({ run, key }: Pick<Cost, 'run' | 'key'>): boolean {
    return this.#steps.has(`${run}/${key}`);
  }

  add(cost: Cost): void {
    if (this.has(cost)) return;
    this.#steps.add(`${cost.run}/${cost.key}`);
    for (const scope of scopes) {
      const key = scopeKey(scope, cost);
      this.#sums.set(key, totalOf([this.#sums.get(key) ?? nothing, { tokens: cost.tokens, costUsd: cost.costUsd }]));
    }
    if (cost.role === 'maker') this.#passesOf(cost.run).add(passOf(cost.key));
  }

  of(key: string): Spend {
    return this.#sums.get(key) ?? nothing;
  }

  /** Passes of all items of a run, by the first parts of their keys. */
  passes(run: string): ReadonlySet<string> {
    return this.#passes.get(run) ?? new Set();
  }

  #passesOf(run: string): Set<string> {
    const known = this.#passes.get(run);
    if (known !== undefined) return known;
    const passes = new Set<string>();
    this.#passes.set(run, passes);
    return passes;
  }
}

/** The pass that a maker's step is part of, `<item>/<number>`: the best of several attempts are one pass. */
export const passOf = (key: string): string => key.split('/', 2).join('/');
