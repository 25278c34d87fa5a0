import type { Insights } from '../../model/insights.ts';
import type { Period } from '../../model/periods.ts';
import { ok, type Result } from '../../model/result.ts';
import type { RunSummary } from '../../model/shapes.ts';
import type { DashboardData } from '../../protocol/dashboardView.ts';
import type { Refusal, RunnerMethod, RunnerParams, RunnerReply } from '../../protocol/runner.ts';

/** The runner of one repository, as the dashboard asks it. */
export interface Asked {
  request<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
    signal?: AbortSignal,
  ): Promise<Result<RunnerReply<M>, Refusal>>;
}

/** More runs than one runner works on at once. */
const mostGoing = 100;
const monthDays = 30;

/** Asks for everything that the dashboard tells; the first refusal is the answer where there is one. */
export async function gather(runner: Asked, days: Period): Promise<Result<DashboardData, Refusal>> {
  const [insights, month, runs, inbox, owed, schedule] = await Promise.all([
    runner.request('insights', { days }),
    // The spend of 30 days is told whatever the period.
    days < monthDays ? runner.request('insights', { days: monthDays }) : undefined,
    runner.request('runs', { states: ['running', 'waiting'], limit: mostGoing }),
    runner.request('inbox', {}),
    runner.request('owed', {}),
    runner.request('schedule', { receipts: 0 }),
  ]);
  if (!insights.ok) return insights;
  if (month !== undefined && !month.ok) return month;
  if (!runs.ok) return runs;
  if (!inbox.ok) return inbox;
  if (!owed.ok) return owed;
  if (!schedule.ok) return schedule;
  return ok({
    days,
    insights: insights.value,
    month: spendOf(month?.value ?? insights.value),
    going: runs.value.runs.map(goingOf),
    waiting: inbox.value.map(({ id, kind, loop, title, at }) => ({ id, kind, loop, title, at })),
    owed: { lines: owed.value.reduce((sum, file) => sum + file.owed, 0), files: owed.value.length },
    resting: schedule.value.loops.flatMap(({ loop, state, why }) => (state === 'on' ? [] : [{ loop, state, why }])),
  });
}

/** The rows of the last 30 days; those of a longer period are in `insights` already. */
function spendOf({ spend, today }: Insights): DashboardData['month'] {
  const first = new Date(Date.parse(today) - (monthDays - 1) * 86_400_000).toISOString().slice(0, 10);
  return spend.filter(({ day }) => day >= first);
}

const goingOf = ({ id, loop, status, reason, startedAt, spend }: RunSummary): DashboardData['going'][number] => ({
  run: id,
  loop,
  status,
  reason,
  startedAt: Date.parse(startedAt),
  ...(spend === undefined ? {} : { spend }),
});
