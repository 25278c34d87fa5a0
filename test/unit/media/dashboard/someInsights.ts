import type { DaySpend, Insights, LandingRow, LoopInsight } from '../../../../src/model/insights.ts';
import type { DashboardData } from '../../../../src/protocol/dashboardView.ts';

export const spent = (day: string, loop: string, costUsd: number | null, agent = 'claude'): DaySpend => ({
  ...{ day, loop, agent, costUsd },
  tokens: costUsd === null ? null : costUsd * 1000,
});

export const landed = (day: string, more: Partial<LandingRow> = {}): LandingRow => ({
  at: new Date(`${day}T12:00:00`).getTime(),
  ...{ loop: 'docs', run: `run-${day}`, item: 'default', commit: 'a'.repeat(40), iterations: 2, lines: 100, owed: 40 },
  spend: { tokens: 1000, costUsd: 1 },
  minutes: 5,
  ...more,
});

export const loopOf = (loop: string, more: Partial<LoopInsight> = {}): LoopInsight => ({
  loop,
  ...{ runs: {}, items: {}, iterations: null, landings: 0, reverted: 0, costPerLanding: null, minutesPerLanding: null },
  spend: { tokens: 0, costUsd: 0 },
  gaveUp: [],
  health: [],
  ...more,
});

/** A period that ends on Friday 20 November 2026. */
export const insightsOf = (more: Partial<Insights> = {}): Insights => ({
  at: new Date('2026-11-20T12:00:00').getTime(),
  ...{ from: '2026-11-14', today: '2026-11-20', spend: [], loops: [], landings: [], next: [] },
  ...more,
});

export const dataOf = (insights: Partial<Insights> = {}, more: Partial<DashboardData> = {}): DashboardData => ({
  days: 7,
  insights: insightsOf(insights),
  month: insights.spend ?? [],
  ...{ going: [], waiting: [], owed: { lines: 0, files: 0, rows: [] }, resting: [] },
  ...more,
});
