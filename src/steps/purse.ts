import { raisedLimits, reached, type Spends, totalOf } from '../engine/budgets.ts';
import type { Raised } from '../model/order.ts';
import type { Cost, Limit, Price, Spend, Usage } from '../model/spend.ts';
import { spendOf } from '../model/usedSpend.ts';
import type { CostLog } from './costLog.ts';
import { passOf, SettledSpend, type Spender, scopeKey } from './settledSpend.ts';

/** A step of an agent that is about to spend. */
export interface SpendingStep {
  readonly loop: string;
  readonly run: string;
  readonly item: string;
  readonly key: string;
  readonly role: Cost['role'];
  readonly limits: readonly Limit[];
  readonly price?: Price | undefined;
  /** What it has used so far, at least. Never rejects. */
  used(): Promise<Usage | null>;
}

/** A step's place at the purse, from before its command begins until it is paid. */
export interface Tab {
  /** Aborts when a limit that the step shares is used up. */
  readonly signal: AbortSignal;
  /** Which one, in words. */
  readonly over: string | undefined;
  /** Ends it: writes the cost down, once however often it is called for one step. Without a cost nothing was spent. */
  settle(cost?: Cost): Promise<void>;
}

export interface PurseOptions {
  readonly costs: CostLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What people have raised the limits of a run to, as it stands. Default: nothing. */
  readonly raised?: (run: string) => Raised;
  /** Milliseconds between looks at what running steps use. */
  readonly pollMs?: number;
}

const defaultPollMs = 200;

/**
 * What the runs of a repository have spent: what is over, from the cost log, and what is under way, asked of the running
 * steps a few times a second. Steps that share a limit share it while they run; the moment it is used up, all of them are
 * ended. Where no step that runs has a limit, nothing is asked. What a step has not told yet counts when it is over, and
 * then unknown is unknown.
 */
export class Purse {
  readonly #options: PurseOptions;
  readonly #settled = new SettledSpend();
  readonly #tabs = new Set<OpenTab>();
  #loaded: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PurseOptions) {
    this.#options = options;
  }

  /** To be called before the step's command begins, or is taken up again after a crash: a limit may be used up already. */
  async open(step: SpendingStep): Promise<Tab> {
    await this.#load();
    const tab: OpenTab = new OpenTab(step, (cost) => this.#settle(tab, cost));
    // One that was paid before a crash is not counted twice.
    if (!this.#settled.has(step)) this.#tabs.add(tab);
    if (step.limits.length > 0) await tab.look();
    this.#check();
    this.#poll();
    return tab;
  }

  /** What is spent and over, by scope. */
  async settled(spender: Spender): Promise<Required<Spends>> {
    await this.#load();
    return byScope((scope) => this.#settled.of(scopeKey(scope, spender)));
  }

  /** The same with what running steps have told so far. */
  async spent(spender: Spender): Promise<Required<Spends>> {
    await this.#load();
    return this.#spent(spender);
  }

  /** The limits as they stand for a run, with what people have raised. */
  async limits(run: string, declared: readonly Limit[]): Promise<readonly Limit[]> {
    await this.#load();
    return this.#limits({ run, limits: declared });
  }

  /** Passes that makers of a run have begun. */
  async passes(run: string): Promise<number> {
    await this.#load();
    const begun = new Set(this.#settled.passes(run));
    for (const { step } of this.#tabs) if (step.run === run && step.role === 'maker') begun.add(passOf(step.key));
    return begun.size;
  }

  #limits({ run, limits }: Pick<SpendingStep, 'run' | 'limits'>): readonly Limit[] {
    return raisedLimits(limits, this.#options.raised?.(run) ?? {});
  }

  #load(): Promise<void> {
    this.#loaded ??= (async () => {
      for await (const cost of this.#options.costs.all()) this.#settled.add(cost);
    })();
    return this.#loaded;
  }

  #spent(spender: Spender): Required<Spends> {
    const at = this.#options.now();
    return byScope((scope) => {
      const key = scopeKey(scope, spender);
      const live = [...this.#tabs].filter(({ step }) => scopeKey(scope, { ...step, at }) === key);
      return totalOf([this.#settled.of(key), ...live.map((tab) => tab.spend)]);
    });
  }

  #check(): void {
    const at = this.#options.now();
    for (const tab of this.#tabs) {
      if (tab.step.limits.length === 0 || tab.over !== undefined) continue;
      const { over } = reached(this.#limits(tab.step), this.#spent({ ...tab.step, at }));
      if (over !== undefined) tab.end(over);
    }
  }

  #poll(): void {
    if (this.#timer !== undefined || !this.#isLimited()) return;
    this.#timer = setTimeout(() => void this.#look(), this.#options.pollMs ?? defaultPollMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    await Promise.all([...this.#tabs].map((tab) => tab.look()));
    this.#timer = undefined;
    this.#check();
    this.#poll();
  }

  #isLimited(): boolean {
    return [...this.#tabs].some((tab) => tab.step.limits.length > 0 && tab.over === undefined);
  }

  async #settle(tab: OpenTab, cost: Cost | undefined): Promise<void> {
    try {
      if (cost === undefined || this.#settled.has(cost)) return;
      await this.#options.costs.append(cost);
      this.#settled.add(cost);
    } finally {
      this.#tabs.delete(tab);
      this.#check();
    }
  }
}

function byScope(of: (scope: keyof Required<Spends>) => Spend): Required<Spends> {
  return {
    run: of('run'),
    item: of('item'),
    'loop-day': of('loop-day'),
    'repository-day': of('repository-day'),
  };
}

class OpenTab implements Tab {
  readonly step: SpendingStep;
  readonly settle: Tab['settle'];
  readonly #controller = new AbortController();
  #usage: Usage | null = null;
  #over: string | undefined;

  constructor(step: SpendingStep, settle: Tab['settle']) {
    this.step = step;
    this.settle = settle;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get over(): string | undefined {
    return this.#over;
  }

  async look(): Promise<void> {
    this.#usage = await this.step.used();
  }

  /** What it has told so far; nothing for what it has not. */
  get spend(): Spend {
    if (this.#usage === null) return { tokens: 0, costUsd: 0 };
    const { tokens, costUsd } = spendOf(this.#usage, this.step.price);
    return { tokens, costUsd: costUsd ?? 0 };
  }

  end(over: string): void {
    this.#over = over;
    this.#controller.abort();
  }
}
