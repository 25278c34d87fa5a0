import type { Insights } from '../../src/model/insights.ts';
import type { DashboardData } from '../../src/protocol/dashboardView.ts';

/** The same data of one loop alone; all of it where none is chosen. What belongs to no loop stays. */
export function chosen(data: DashboardData, loop: string | undefined): DashboardData {
  if (loop === undefined) return data;
  const own = (row: { readonly loop: string }): boolean => row.loop === loop;
  const { perDay: _all, ...insights } = data.insights;
  const perDay = data.insights.loops.find(own)?.perDay;
  return {
    ...data,
    insights: {
      ...insights,
      spend: insights.spend.filter(own),
      loops: insights.loops.filter(own),
      landings: insights.landings.filter(own),
      next: insights.next.filter(own),
      ...(perDay === undefined ? {} : { perDay }),
    },
    month: data.month.filter(own),
    going: data.going.filter(own),
    waiting: data.waiting.filter(own),
    resting: data.resting.filter(own),
  };
}

/** Every loop that something is known of, by name. */
export function loopsOf({ loops, spend, landings }: Insights): readonly string[] {
  return [...new Set([...loops, ...spend, ...landings].map(({ loop }) => loop))].sort();
}

/** Whether there is nothing to tell yet: no run ever, and none that goes on. */
export const isEmpty = ({ insights, going }: DashboardData): boolean =>
  going.length === 0 &&
  insights.spend.length + insights.landings.length === 0 &&
  insights.loops.every(({ runs, health }) => health.length === 0 && Object.keys(runs).length === 0);
