import { describe, expect, it } from 'vitest';
import { allTables } from '../../../../media/dashboard/allTables.ts';
import { costChart, debtChart, minutesChart, spendChart } from '../../../../media/dashboard/charts.ts';
import { chosen, isEmpty, loopsOf } from '../../../../media/dashboard/chosen.ts';
import { headlinesOf, leadOf } from '../../../../media/dashboard/headline.ts';
import { healthWords } from '../../../../media/dashboard/health.ts';
import { stripOf } from '../../../../media/dashboard/schedule.ts';
import { landingsTable, reasonsTable } from '../../../../media/dashboard/tables.ts';
import { weeksOf } from '../../../../media/dashboard/weeks.ts';
import { dashboardDataSchema } from '../../../../src/protocol/dashboardView.ts';
import { dataOf, insightsOf, landed, loopOf, spent } from './someInsights.ts';

describe('headlines', () => {
  it('divide what all runs used by what landed', () => {
    const spend = [spent('2026-11-19', 'docs', 3), spent('2026-11-20', 'never-lands', 1)];
    const [cost] = leadOf(insightsOf({ spend, landings: [landed('2026-11-20'), landed('2026-11-19')] }));
    expect(cost).toMatchObject({ name: 'Cost per landed change', value: '$2.00' });
  });

  it('say "at least" where a cost is unknown, and of whom', () => {
    const spend = [spent('2026-11-19', 'docs', 3), spent('2026-11-20', 'docs', null, 'codex')];
    const [cost] = leadOf(insightsOf({ spend, landings: [landed('2026-11-20')] }));
    expect(cost).toMatchObject({ value: 'at least $3.00', note: 'cost unknown for codex on 1 day' });
  });

  it('count human minutes for work that did not land too', () => {
    const loops = [
      loopOf('a', { landings: 1, minutesPerLanding: 20 }),
      loopOf('b', { landings: 1, minutesPerLanding: 10 }),
    ];
    const [, minutes] = leadOf(insightsOf({ loops, landings: [landed('2026-11-20'), landed('2026-11-19')] }));
    expect(minutes).toMatchObject({ value: '15 min', note: 'reviews and prompts before a person' });
  });

  it('say of how many landed changes the human minutes are known', () => {
    const loops = [loopOf('a', { landings: 3, minutesPerLanding: null })];
    const unknown = landed('2026-11-18', { minutes: null });
    const landings = [landed('2026-11-20', { minutes: 2 }), landed('2026-11-19', { minutes: 4 }), unknown];
    const [, minutes] = leadOf(insightsOf({ loops, landings }));
    expect(minutes).toMatchObject({ value: '3 min', note: 'known for 2 of 3 landed changes' });
    const [, none] = leadOf(insightsOf({ loops, landings: [unknown] }));
    expect(none?.value).toBe('unknown');
  });

  it('leave out items that say nothing of a loop', () => {
    const items = { delivered: 3, 'gave-up': 1, 'nothing-found': 50, stopped: 7 };
    const told = headlinesOf(insightsOf({ loops: [loopOf('a', { items })] }));
    expect(told.find(({ name }) => name === 'Success rate')).toMatchObject({ value: '75%', note: '3 of 4 items' });
    expect(told.find(({ name }) => name === 'Gave up')?.value).toBe('25%');
  });

  it('have no number where nothing happened', () => {
    for (const { value } of [...leadOf(insightsOf()), ...headlinesOf(insightsOf())])
      expect(['none yet', '0']).toContain(value);
  });
});

describe('the table of landed changes', () => {
  it('says what became of each, and nothing of one that was not followed', () => {
    const fate = { words: 'stands, day 3 of 14', stands: 1, changedBy: [], isOver: false };
    const landings = [landed('2026-11-20', { fate }), landed('2026-11-19')];
    const { columns, rows } = landingsTable(dataOf({ landings }));
    expect(columns.at(-1)?.name).toBe('Since then');
    expect(rows.map((row) => row.at(-1))).toEqual(['stands, day 3 of 14', undefined]);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });
});

describe('weeks', () => {
  const insights = insightsOf({
    from: '2026-11-05',
    spend: [spent('2026-11-09', 'docs', 4), spent('2026-11-16', 'docs', 1), spent('2026-11-17', 'docs', null, 'codex')],
    landings: [
      landed('2026-11-17', { minutes: null, owed: 10 }),
      landed('2026-11-15', { minutes: 8, revertedBy: 'b'.repeat(40) }),
      landed('2026-11-09', { minutes: null }),
    ],
  });
  const weeks = weeksOf(insights);

  it('begin on Mondays, also those without a landing', () => {
    expect(weeks.map(({ monday, landings, reverted }) => [monday, landings, reverted])).toEqual([
      ['2026-11-02', 0, 0],
      ['2026-11-09', 2, 1],
      ['2026-11-16', 1, 0],
    ]);
  });

  it('have a cost of each landed change, with a mark where a part is unknown', () => {
    const { layers, labels, readouts } = costChart(weeks);
    expect(layers[0]?.edges).toEqual([null, 2, 1]);
    expect(labels).toEqual([undefined, '$2.00', '$1.00?']);
    expect(readouts).toEqual([
      'Week of 2 Nov: nothing landed',
      'Week of 9 Nov: $2.00, 2 landings',
      'Week of 16 Nov: at least $1.00, 1 landing',
    ]);
  });

  it('have minutes of those landings of which a window told', () => {
    const { layers, labels, summary } = minutesChart(weeks);
    expect(layers[0]?.edges).toEqual([null, 8, null]);
    expect(labels).toEqual([undefined, '8 min?', '?']);
    expect(summary).toBe('Known for 1 of 3 weeks: from 8 min to 8 min.');
  });

  it('show the owed lines on top of those that somebody understands', () => {
    const { layers, labels, summary } = debtChart(weeks);
    expect(layers.map(({ edges }) => edges)).toEqual([
      [0, 120, 90],
      [0, 200, 100],
    ]);
    expect(labels).toEqual([undefined, '80 of 200', '10 of 100']);
    expect(summary).toBe('300 lines landed; 90 owed at landing, 30% of them.');
  });
});

describe('the chart of spend', () => {
  it('marks days with something unknown, and names the limit', () => {
    const spend = [
      spent('2026-11-20', 'docs', 1),
      spent('2026-11-20', 'docs', null, 'codex'),
      spent('2026-11-19', 'docs', null),
    ];
    const chart = spendChart(insightsOf({ spend, perDay: { costUsd: 6 } }), 'costUsd');
    expect(chart.labels.slice(-2)).toEqual(['?', '$1.00?']);
    expect(chart.readouts.slice(-2)).toEqual(['19 Nov: unknown', '20 Nov: at least $1.00 · docs $1.00']);
    expect(chart.limit).toEqual({ at: 6, words: 'limit a day $6.00' });
  });
});

describe('one loop alone', () => {
  const data = dataOf({
    spend: [spent('2026-11-20', 'docs', 1), spent('2026-11-20', 'flaky', 9)],
    landings: [landed('2026-11-20'), landed('2026-11-19', { loop: 'flaky' })],
    loops: [loopOf('docs', { perDay: { costUsd: 3 } }), loopOf('flaky')],
    next: [{ loop: 'flaky', at: 1 }],
    perDay: { costUsd: 50 },
  });

  it('has its own limit, and nothing of the others', () => {
    const docs = chosen(data, 'docs');
    expect(docs.insights.perDay).toEqual({ costUsd: 3 });
    expect([docs.month, docs.insights.spend, docs.insights.landings].map((rows) => rows.length)).toEqual([1, 1, 1]);
    expect(docs.insights.next).toEqual([]);
    expect(chosen(data, 'flaky').insights.perDay).toBeUndefined();
    expect(dashboardDataSchema.safeParse(docs).success).toBe(true);
  });

  it('is chosen among all of which something is known', () => {
    expect(loopsOf(data.insights)).toEqual(['docs', 'flaky']);
    expect(chosen(data, undefined)).toBe(data);
  });
});

describe('the tables', () => {
  it('say the same as the charts, with as many cells as columns', () => {
    const tables = allTables(
      dataOf({
        spend: [spent('2026-11-20', 'docs', null)],
        landings: [landed('2026-11-20')],
        loops: [loopOf('docs', { landings: 1 })],
      }),
    );
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    const cellOf = (id: string, column: string) => {
      const table = tables.find((one) => one.id === id);
      return table?.rows[0]?.[table.columns.findIndex(({ name }) => name === column)];
    };
    expect(cellOf('loops', 'Cost per landing')).toBeNull();
    expect(cellOf('loops', 'Success')).toBeUndefined();
    expect(cellOf('spend-by-loop', 'Today')).toBeNull();
    expect(cellOf('landings', 'Human minutes')).toBe(5);
  });

  it('put the same reason of several loops together', () => {
    const { rows } = reasonsTable([
      loopOf('a', {
        gaveUp: [
          { why: 'Stalled.', count: 1 },
          { why: 'Budget.', count: 2 },
        ],
      }),
      loopOf('b', { gaveUp: [{ why: 'Stalled.', count: 2 }] }),
    ]);
    expect(rows).toEqual([
      ['Stalled.', 3, 'a, b'],
      ['Budget.', 2, 'a'],
    ]);
  });
});

describe('the next 24 hours', () => {
  it('stand where they are due, a row for each loop', () => {
    const now = new Date('2026-11-20T10:30:00').getTime();
    const hour = 3_600_000;
    const { rows, ticks } = stripOf(
      [
        { loop: 'docs', at: now + 6 * hour },
        { loop: 'flaky', at: now + 12 * hour },
        { loop: 'docs', at: now + 18 * hour },
        { loop: 'late', at: now + 25 * hour },
      ],
      now,
    );
    expect(rows).toEqual([
      {
        loop: 'docs',
        marks: [
          { at: 0.25, words: '16:30' },
          { at: 0.75, words: '04:30' },
        ],
      },
      { loop: 'flaky', marks: [{ at: 0.5, words: '22:30' }] },
    ]);
    expect(ticks.map(({ words }) => words)).toEqual([
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      '00:00',
      '03:00',
      '06:00',
      '09:00',
    ]);
  });
});

describe('a repository without runs', () => {
  it('is empty, also with a schedule; one that runs now is not', () => {
    expect(isEmpty(dataOf({ loops: [loopOf('docs')], next: [{ loop: 'docs', at: 1 }] }))).toBe(true);
    const going = [{ run: 'r', loop: 'docs', status: 'running' as const, reason: 'Starting.', startedAt: 1 }];
    expect(isEmpty(dataOf({}, { going }))).toBe(false);
  });
});

describe('health in words', () => {
  it('counts what went wrong', () => {
    expect(healthWords(['failed', 'delivered', 'gave-up'])).toBe('2 of the last 3 failed or gave up');
    expect(healthWords(['delivered', 'stopped'])).toBe('the last 2 without trouble');
    expect(healthWords([])).toBe('no run has ended yet');
  });
});
