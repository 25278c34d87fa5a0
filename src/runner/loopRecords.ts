import { branchTips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { revertsSince } from '../git/reverts.ts';
import { insightsOf, type RunRecord } from '../insights/insightsOf.ts';
import { owedFiles } from '../insights/owedFiles.ts';
import type { Insights } from '../model/insights.ts';
import { firstOfDays } from '../model/localDate.ts';
import type { OwedFile } from '../model/owed.ts';
import type { AttentionLog } from './attention.ts';
import type { Costs } from './costs.ts';
import { type DaySettings, limitsOf } from './daySettings.ts';
import { loopFiles } from './loopFiles.ts';
import { orRefuse } from './refusal.ts';
import type { Runs } from './runs.ts';
import type { Schedules } from './schedules.ts';

export interface LoopRecordsOptions {
  readonly repository: Repository;
  readonly runs: Pick<Runs, 'records'>;
  readonly costs: Pick<Costs, 'days'>;
  readonly attention: Pick<AttentionLog, 'minutesOf'>;
  readonly schedules: Pick<Schedules, 'due'>;
  readonly daySettings: Pick<DaySettings, 'perDay'>;
}

type Reverts = ReadonlyMap<string, string>;

const oneDay = 86_400_000;
/** How far back landings are looked up in git, in milliseconds: as far as insights reach. */
const longest = 366 * oneDay;

/** How the loops of the repository did, and what is owed for it: gathered from memory, and from git what was taken back. */
export class LoopRecords {
  readonly #options: LoopRecordsOptions;
  #reverts: { readonly of: string; readonly found: Reverts } | undefined;

  constructor(options: LoopRecordsOptions) {
    this.#options = options;
  }

  /** Of the last `days` days, today among them. */
  async insights(days: number): Promise<Insights> {
    const { repository, runs, costs, attention, schedules, daySettings } = this.#options;
    const now = Date.now();
    const { dayOf } = costs.days;
    const from = firstOfDays(now, days);
    const records = await runs.records();
    const written = await loopFiles(repository.root);
    return insightsOf({
      now,
      from,
      today: dayOf(now),
      dayOf,
      runs: records,
      spend: costs.days.from(from),
      loops: written.map(({ loop }) => {
        const perDay = limitsOf(loop.budget['per-day']);
        return { loop: loop.name, ...(perDay === undefined ? {} : { perDay }) };
      }),
      minutesOf: (of) => attention.minutesOf(of),
      reverts: await this.#revertsOf(records, now),
      perDay: await daySettings.perDay(),
      next: schedules.due(now + oneDay),
    });
  }

  async owed(): Promise<OwedFile[]> {
    const records = await this.#options.runs.records();
    return [...owedFiles(records, await this.#revertsOf(records, Date.now()))];
  }

  /** Asks git again only when a branch that something landed on has moved, or something else has landed. */
  async #revertsOf(records: readonly RunRecord[], now: number): Promise<Reverts> {
    const refs = new Set<string>();
    let since = now;
    for (const { account } of records) {
      for (const { landed } of account?.items ?? []) {
        if (account === undefined || landed === undefined || landed.at < now - longest) continue;
        refs.add(account.into);
        since = Math.min(since, landed.at);
      }
    }
    const wanted = [...refs].sort();
    const of = await this.#versionOf(wanted, since);
    if (of !== undefined && this.#reverts?.of === of) return this.#reverts.found;
    const found = orRefuse(await revertsSince(this.#options.repository, { refs: wanted, since }));
    this.#reverts = of === undefined ? undefined : { of, found };
    return found;
  }

  /** Where the branches are now, without starting git; undefined where that cannot be told. */
  async #versionOf(refs: readonly string[], since: number): Promise<string | undefined> {
    const tips = await branchTips(this.#options.repository.commonDir);
    if (!tips.ok) return undefined;
    return JSON.stringify([since, ...refs.map((ref) => [ref, tips.value.get(ref)])]);
  }
}
