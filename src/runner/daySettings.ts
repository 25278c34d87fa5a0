import { resolveCommit } from '../git/objects.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Spend } from '../model/spend.ts';
import { Refused } from './refusal.ts';
import { settingsAt } from './runStart.ts';

type PerDay = { readonly [K in keyof Spend]?: number };

/** Milliseconds for which an answer is good: settings are committed now and then, and asked for all the time. */
const fresh = 60_000;

/** What `.loops/settings.yaml` at the head of the checkout allows in a day. */
export class DaySettings {
  readonly #repository: Repository;
  readonly #now: () => number;
  #known: { readonly at: number; readonly perDay: Promise<PerDay | undefined> } | undefined;

  constructor(repository: Repository, now: () => number) {
    this.#repository = repository;
    this.#now = now;
  }

  /** Undefined where nothing is limited, or where the settings cannot be read: then no run can start, and that is said there. */
  perDay(): Promise<PerDay | undefined> {
    const at = this.#now();
    if (this.#known === undefined || at - this.#known.at >= fresh) this.#known = { at, perDay: this.#read() };
    return this.#known.perDay;
  }

  async #read(): Promise<PerDay | undefined> {
    const now = await openRepository(this.#repository.root);
    if (!now.ok) return undefined;
    const head = await resolveCommit(this.#repository, now.value.currentBranch ?? now.value.head);
    if (!head.ok) return undefined;
    try {
      return limitsOf((await settingsAt(this.#repository, head.value)).budget['per-day']);
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}

/** The limits of what is spent, as spends are written; undefined where there is none. */
export function limitsOf(
  day: { readonly 'max-tokens'?: number | undefined; readonly 'max-cost-usd'?: number | undefined } | undefined,
): PerDay | undefined {
  const { 'max-tokens': tokens, 'max-cost-usd': costUsd } = day ?? {};
  if (tokens === undefined && costUsd === undefined) return undefined;
  return { ...(tokens === undefined ? {} : { tokens }), ...(costUsd === undefined ? {} : { costUsd }) };
}
