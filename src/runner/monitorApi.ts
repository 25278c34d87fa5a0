import { totalOf } from '../engine/budgets.ts';
import type { Repository } from '../git/repository.ts';
import type { Identity } from '../model/steps.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../protocol/runner.ts';
import type { AttentionLog } from './attention.ts';
import type { Costs } from './costs.ts';
import type { DaySettings } from './daySettings.ts';
import type { Following } from './following.ts';
import { iterationPatch } from './iterationPatch.ts';
import { itemOf } from './landing.ts';
import type { LoopRecords } from './loopRecords.ts';
import type { Runs } from './runs.ts';
import type { WorktreeRows } from './worktreeRows.ts';

export interface MonitorOptions {
  readonly world: { readonly repository: Repository };
  readonly runs: Runs;
  readonly costs: Costs;
  readonly attention: AttentionLog;
  readonly worktreeRows: WorktreeRows;
  readonly records: LoopRecords;
  readonly daySettings: DaySettings;
  readonly following: Pick<Following, 'fatesOf'>;
}

type Handlers<M extends RunnerMethod> = {
  readonly [N in M]: (params: RunnerParams<N>) => Promise<RunnerReply<N>>;
};

/** What people who watch over all runs ask. */
export function monitorApi(
  { world, runs, costs, attention, worktreeRows, records, daySettings }: MonitorOptions,
  person: () => Promise<Identity>,
): Handlers<'worktrees' | 'insights' | 'today' | 'attended' | 'iterationPatch'> {
  return {
    worktrees: () => worktreeRows.list(),
    insights: ({ days }) => records.insights(days),
    iterationPatch: ({ run, ...which }) => iterationPatch(world.repository, runs.state(run), which),
    today: async () => {
      const perDay = await daySettings.perDay();
      const loops = [...costs.days.loopsOf(costs.days.dayOf(Date.now()))];
      return { spend: totalOf(loops.map(({ spend }) => spend)), loops, ...(perDay === undefined ? {} : { perDay }) };
    },
    attended: async ({ run, item, seconds }) => {
      const { id } = itemOf(runs.state(run), item);
      const { name, email } = await person();
      await attention.append({ at: Date.now(), run, item: id, seconds, by: `${name} <${email}>` });
      return {};
    },
  };
}
