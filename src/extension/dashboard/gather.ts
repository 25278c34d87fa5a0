import type { Debt } from '../../model/debt.ts';
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
  const [insights, month, runs, inbox, debt, schedule] = await Promise.all([
    runner.request('insights', { days }),
    // The spend of 30 days is told whatever the period.
    days < monthDays ? runner.request('insights', { days: monthDays }) : undefined,
    runner.request('runs', { states: ['running', 'waiting'], limit: mostGoing }),
    runner.request('inbox', {}),
    runner.request('debt', { of: 'repository' }),
    runner.request('schedule', { receipts: 0 }),
  ]);
  if (!insights.ok) return insights;
  if (month !== undefined && !month.ok) return month;
  if (!runs.ok) return runs;
  if (!inbox.ok) return inbox;
  if (!debt.ok) return debt;
  if (!schedule.ok) return schedule;
  return ok({
    days,
    insights: insights.value,
    month: spendOf(month?.value ?? insights.value),
    going: runs.value.runs.map(goingOf),
    waiting: inbox.value.map(({ id, kind, loop, title, at }) => ({ id, kind, loop, title, at })),
    owed: owedOf(debt.value),
    resting: schedule.value.loops.flatMap(({ loop, state, why }) => (state === 'on' ? [] : [{ loop, state, why }])),
  });
}

/** The rows of the last 30 days; those of a longer period are in `insights` already. */
function spendOf({ spend, today }: Insights): DashboardData['month'] {
  const first = new Date(Date.parse(today) - (monthDays - 1) * 86_400_000).toISOString().slice(0, 10);
  return spend.filter(({ day }) => day >= first);
}

/** What is owed by file, the best reader of each unit counting. */
function owedOf({ repository, units }: Debt): DashboardData['owed'] {
  const files = new Map<string, number>();
  for (const { path, owed } of units) files.set(path, (files.get(path) ?? 0) + owed);
  const rows = [...files]
    .map(([path, lines]) => ({ path, lines: Math.round(lines) }))
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1));
  return { lines: Math.round(repository.owed), files: rows.length, rows };
}

const goingOf = ({ id, loop, status, reason, startedAt, spend }: RunSummary): DashboardData['going'][number] => ({
  run: id,
  loop,
  status,
  reason,
  startedAt: Date.parse(startedAt),
  ...(spend === undefined ? {} : { spend }),
});
