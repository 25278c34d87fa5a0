import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { measureOf } from './spendSums.ts';
import type { Table } from './table.ts';
import {
  landingsTable,
  loopsTable,
  owedTable,
  reasonsTable,
  scheduleTable,
  spendByDayTable,
  spendTable,
  weeksTable,
} from './tables.ts';
import { weeksOf } from './weeks.ts';

/** What "Export All Tables" writes. */
export function allTables(data: DashboardData): readonly Table[] {
  const { insights, month } = data;
  const measure = measureOf(month);
  return [
    loopsTable(insights),
    spendTable(data, 'loop', measure),
    spendTable(data, 'agent', measure),
    spendByDayTable(data, measureOf(insights.spend)),
    weeksTable(weeksOf(insights)),
    landingsTable(data),
    owedTable(data),
    reasonsTable(insights.loops),
    scheduleTable(data),
  ];
}
