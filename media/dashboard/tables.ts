import type { Insights, LoopInsight } from '../../src/model/insights.ts';
import type { DashboardData } from '../../src/protocol/dashboardView.ts';
import { lastDays } from './budgets.ts';
import { endsOf } from './headline.ts';
import { lookOf } from './health.ts';
import { groupedBy, type KnownPart, type Measure, sumOf } from './spendSums.ts';
import type { Cell, Column, Table, Unit } from './table.ts';
import { total, type Week } from './weeks.ts';

/** Every table of the dashboard. What a chart draws stands in one of them. */

const column = (name: string, unit: Unit = 'count'): Column => ({ name, unit });
const text = (name: string): Column => column(name, 'text');

/** A sum as a cell. */
function partCell({ known, unknown }: KnownPart): Cell {
  if (unknown.size === 0) return known;
  return known === 0 ? null : { atLeast: known };
}

const unitOf = (measure: Measure): Unit => (measure === 'costUsd' ? 'usd' : 'count');

/** Spend of today, 7 and 30 days by loop or by agent, the most first. */
export function spendTable({ month, insights }: DashboardData, by: 'loop' | 'agent', measure: Measure): Table {
  const unit = unitOf(measure);
  const { today, loops } = insights;
  const groups = [...groupedBy(month, (row) => row[by])].map(([name, rows]) => ({
    name,
    spans: [1, 7, 30].map((days) => sumOf(lastDays(rows, today, days), measure)),
    limit: loops.find(({ loop }) => loop === name)?.perDay?.[measure] ?? undefined,
  }));
  groups.sort((a, b) => (b.spans[2]?.known ?? 0) - (a.spans[2]?.known ?? 0));
  const limits = by === 'loop';
  return {
    id: `spend-by-${by}`,
    title: `Spend by ${by}`,
    columns: [
      text(by === 'loop' ? 'Loop' : 'Agent'),
      column('Today', unit),
      ...(limits ? [column('Limit a day', unit)] : []),
      column('7 days', unit),
      column('30 days', unit),
    ],
    rows: groups.map(({ name, spans: [one, week, all], limit }) =>
      [name, one, ...(limits ? [limit] : []), week, all].map((cell) => (isPart(cell) ? partCell(cell) : cell)),
    ),
  };
}

const isPart = (cell: string | number | undefined | KnownPart): cell is KnownPart => typeof cell === 'object';

/** Spend of each day of the period by loop; days without any are left out. */
export function spendByDayTable({ insights: { spend } }: DashboardData, measure: Measure): Table {
  const groups = [...groupedBy(spend, ({ day, loop }) => `${day}\n${loop}`)].sort(([a], [b]) => (a < b ? 1 : -1));
  return {
    id: 'spend-by-day',
    title: 'Spend by day and loop',
    columns: [text('Day'), text('Loop'), column('Spend', unitOf(measure))],
    rows: groups.map(([key, rows]) => [...key.split('\n'), partCell(sumOf(rows, measure))]),
  };
}

/** How each loop does. */
export function loopsTable({ loops, spend }: Insights): Table {
  return {
    id: 'loops',
    title: 'Loops',
    columns: [
      text('Loop'),
      text('Health, newest first'),
      column('Runs ended'),
      column('Success', 'part'),
      column('Gave up', 'part'),
      column('Iterations, median'),
      column('Iterations, high'),
      column('Landed'),
      column('Reverted'),
      column('Spend', 'usd'),
      column('Cost per landing', 'usd'),
      column('Human minutes per landing', 'minutes'),
    ],
    rows: loops.map((insight) =>
      loopRow(
        insight,
        sumOf(
          spend.filter(({ loop }) => loop === insight.loop),
          'costUsd',
        ),
      ),
    ),
  };
}

function loopRow(insight: LoopInsight, cost: KnownPart): readonly Cell[] {
  const { loop, runs, health, iterations, landings, reverted, costPerLanding } = insight;
  const { delivered, 'gave-up': gaveUp, all } = endsOf([insight]);
  const rate = (count: number): Cell => (all === 0 ? undefined : count / all);
  return [
    loop,
    health.map((status) => lookOf(status).words).join(', '),
    total(Object.values(runs)),
    rate(delivered),
    rate(gaveUp),
    iterations?.middle,
    iterations?.high,
    landings,
    reverted,
    partCell(cost),
    // Without a landing there is nothing to divide by; with one, null is unknown.
    landings === 0 ? undefined : (costPerLanding ?? partCell({ ...cost, known: cost.known / landings })),
    landings === 0 ? undefined : insight.minutesPerLanding,
  ];
}

/** What landed by week, what it took, and how much of it is owed. */
export function weeksTable(weeks: readonly Week[]): Table {
  return {
    id: 'landings-by-week',
    title: 'Landings by week',
    columns: [
      text('Week of'),
      column('Landed changes'),
      column('Reverted'),
      column('Lines landed'),
      column('Lines owed at landing'),
      column('Spend', 'usd'),
      column('Cost per landed change', 'usd'),
      column('Human minutes per landed change', 'minutes'),
    ],
    rows: weeks.map(weekRow),
  };
}

function weekRow(week: Week): readonly Cell[] {
  const { monday, landings, reverted, lines, owed, cost, minutes } = week;
  const told = landings - minutes.unknown;
  return [
    monday,
    landings,
    reverted,
    lines,
    owed,
    partCell(cost),
    landings === 0 ? undefined : partCell({ ...cost, known: cost.known / landings }),
    landings === 0 ? undefined : told === 0 ? null : minutes.known / told,
  ];
}

/** Why items gave up, over all loops, the most frequent first. */
export function reasonsTable(loops: readonly LoopInsight[]): Table {
  const rows = loops.flatMap(({ loop, gaveUp }) => gaveUp.map(({ why, count }) => ({ loop, why, count })));
  const reasons = [...groupedBy(rows, ({ why }) => why)].map(([why, same]) => ({
    why,
    count: total(same.map(({ count }) => count)),
    loops: same.map(({ loop }) => loop).join(', '),
  }));
  return {
    id: 'gave-up',
    title: 'Why items gave up',
    columns: [text('Reason'), column('Items'), text('Loops')],
    rows: reasons.sort((a, b) => b.count - a.count).map(({ why, count, loops: of }) => [why, count, of]),
  };
}

/** Every landed change, newest first. */
export function landingsTable({ insights: { landings } }: DashboardData): Table {
  return {
    id: 'landings',
    title: 'Landed changes',
    columns: [
      column('Landed', 'time'),
      text('Loop'),
      text('Run'),
      text('Item'),
      text('Commit'),
      column('Iterations'),
      column('Lines'),
      column('Lines owed'),
      column('Cost', 'usd'),
      column('Tokens'),
      column('Human minutes', 'minutes'),
      text('Reverted by'),
      text('Since then'),
    ],
    rows: landings.map(({ at, loop, run, item, commit, iterations, lines, owed, spend, minutes, revertedBy, fate }) => [
      ...[at, loop, run, item, commit, iterations, lines, owed, spend.costUsd, spend.tokens, minutes, revertedBy],
      fate?.words,
    ]),
  };
}

/** What starts by itself within 24 hours, soonest first. */
export function scheduleTable({ insights: { next } }: DashboardData): Table {
  return {
    id: 'schedule',
    title: 'Next 24 hours',
    columns: [column('Due', 'time'), text('Loop')],
    rows: next.map(({ at, loop }) => [at, loop]),
  };
}

/** What is owed now, by file. */
export function owedTable({ owed }: DashboardData): Table {
  return {
    id: 'owed',
    title: 'Lines owed now, by file',
    columns: [text('File'), column('Lines owed')],
    rows: owed.rows.map(({ path, lines }) => [path, lines]),
  };
}
