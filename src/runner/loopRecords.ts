import { setTimeout as delay } from 'node:timers/promises';
import type { Repository } from '../git/repository.ts';
import { insightsOf } from '../insights/insightsOf.ts';
import type { Insights } from '../model/insights.ts';
import { firstOfDays } from '../model/localDate.ts';
import type { AttentionLog } from './attention.ts';
import type { Costs } from './costs.ts';
import { type DaySettings, limitsOf } from './daySettings.ts';
import type { Following } from './following.ts';
import type { KnownReverts } from './knownReverts.ts';
import { loopFiles } from './loopFiles.ts';
import type { Runs } from './runs.ts';
import type { Schedules } from './schedules.ts';

export interface LoopRecordsOptions {
  readonly repository: Repository;
  readonly runs: Pick<Runs, 'records'>;
  readonly costs: Pick<Costs, 'days'>;
  readonly attention: Pick<AttentionLog, 'minutesOf'>;
  readonly schedules: Pick<Schedules, 'due'>;
  readonly daySettings: Pick<DaySettings, 'perDay'>;
  readonly reverts: KnownReverts;
  readonly following: Pick<Following, 'look' | 'fateOf'>;
}

const oneDay = 86_400_000;
/** Milliseconds that people wait for a look at what became of landings; what it comes to later is told as a change. */
const patience = 500;

/** How the loops of the repository did: gathered from memory, and from git what was taken back. */
export class LoopRecords {
  readonly #options: LoopRecordsOptions;

  constructor(options: LoopRecordsOptions) {
    this.#options = options;
  }

  /** Of the last `days` days, today among them. */
  async insights(days: number): Promise<Insights> {
    const { repository, runs, costs, attention, schedules, daySettings, reverts, following } = this.#options;
    const now = Date.now();
    const { dayOf } = costs.days;
    const from = firstOfDays(now, days);
    await Promise.race([following.look(), delay(patience, undefined, { ref: false })]);
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
      reverts: await reverts.of(records, now),
      fateOf: (commit) => following.fateOf(commit, now),
      perDay: await daySettings.perDay(),
      next: schedules.due(now + oneDay),
    });
  }
}
