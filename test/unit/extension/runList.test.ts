import { describe, expect, it } from 'vitest';
import { askFilter, askGrouping } from '../../../src/extension/runs/askList.ts';
import { listCommands } from '../../../src/extension/runs/listCommands.ts';
import { groupRow } from '../../../src/extension/runs/listRows.ts';
import { OlderRuns, pageOfRuns } from '../../../src/extension/runs/olderRuns.ts';
import { filterWords, fitsFilter } from '../../../src/extension/runs/runFilter.ts';
import { type Grouping, groupRuns } from '../../../src/extension/runs/runGroups.ts';
import { RunListChoices } from '../../../src/extension/runs/runListChoices.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold } from '../../../src/model/runState.ts';
import { type RunSummary, runStatusSchema } from '../../../src/model/shapes.ts';
import { FakeDesk, FakeRepositories, ScriptedPerson } from './fakeDesk.ts';

// A Thursday, in whatever zone the test runs.
const now = new Date(2026, 10, 19, 15, 30).getTime();
const hour = 3_600_000;
const day = 24 * hour;

function summary(id: string, ago: number, more: Partial<RunSummary> = {}): RunSummary {
  const startedAt = new Date(now - ago).toISOString();
  const status = more.status ?? 'delivered';
  const isOver = status !== 'running' && status !== 'waiting';
  return {
    id,
    loop: 'fix-flaky',
    status,
    reason: 'Landed on main.',
    startedAt,
    ...(isOver && { finishedAt: startedAt }),
    iterationCount: 1,
    ...more,
  };
}

const drawn = (summaries: readonly RunSummary[], by: Grouping) =>
  groupRuns(
    summaries.map((one) => ({ summary: one })),
    by,
    now,
  ).map(
    (group) => `${group.isOpen ? '-' : '+'} ${group.label}: ${group.entries.map((one) => one.summary.id).join(' ')}`,
  );

describe('groupRuns', () => {
  const all = [
    summary('g', hour),
    summary('f', hour * 2, { status: 'waiting', loop: 'nightly' }),
    summary('e', day, { status: 'failed' }),
    summary('d', day * 2, { loop: 'nightly' }),
    summary('c', day * 10),
    summary('b', day * 40, { status: 'running' }),
    summary('a', day * 400),
  ];

  it('puts what goes on and what waits before the days', () => {
    expect(drawn(all, 'day')).toEqual([
      '- Running: b',
      '- Waiting: f',
      '- Today: g',
      '+ Yesterday: e',
      '+ Earlier This Week: d',
      `+ ${new Date(2026, 10, 1).toLocaleString(undefined, { month: 'long', year: 'numeric' })}: c`,
      expect.stringMatching(/^\+ .*2025: a$/),
    ]);
  });

  it('knows a week by its Monday, and a day by midnight', () => {
    const monday = new Date(2026, 10, 16, 0, 0).getTime();
    const ids = drawn([summary('b', now - monday), summary('a', now - monday + 1)], 'day');
    expect(ids).toEqual(['+ Earlier This Week: b', expect.stringMatching(/2026: a$/)]);
    const midnight = new Date(2026, 10, 19).getTime();
    expect(drawn([summary('b', now - midnight), summary('a', now - midnight + 1)], 'day')).toEqual([
      '- Today: b',
      '+ Yesterday: a',
    ]);
  });

  it('groups by loop and by state, the newest first', () => {
    expect(drawn(all, 'loop')).toEqual(['+ fix-flaky: g e c b a', '+ nightly: f d']);
    expect(drawn(all, 'state')).toEqual(['- Running: b', '- Waiting: f', '+ Delivered: g d c a', '+ Failed: e']);
  });

  it('has a group for every state there is', () => {
    for (const status of runStatusSchema.options) {
      for (const by of ['day', 'state'] as const) {
        const groups = groupRuns([{ summary: summary('a', 0, { status }) }], by, now);
        expect(groups.map(({ entries }) => entries.length)).toEqual([1]);
      }
    }
  });

  it('counts the runs of a group', () => {
    const [one] = groupRuns([{ summary: summary('a', 0) }], 'day', now);
    expect(one && groupRow(one).description).toBe('1 run');
  });
});

describe('a filter', () => {
  const entry = { summary: summary('r-1', 0, { status: 'failed', reason: 'Types do not check.' }) };

  it.each([
    [{}, true],
    [{ text: 'TYPES' }, true],
    [{ text: 'r-1' }, true],
    [{ text: 'flaky' }, true],
    [{ text: 'nothing' }, false],
    [{ loops: ['nightly'] }, false],
    [{ loops: ['nightly', 'fix-flaky'], states: ['failed' as const] }, true],
    [{ states: ['delivered' as const] }, false],
  ])('%j fits: %s', (filter, fits) => expect(fitsFilter(filter, entry)).toBe(fits));

  it('is said above the rows', () => {
    expect(filterWords({})).toBe('');
    expect(filterWords({ text: 'a\nb', loops: ['x', 'y'], states: ['failed', 'gave-up'] })).toBe(
      'Only runs: "a b"; of x, y; failed or gave up. Clear the filter to see all.',
    );
  });

  it('is asked part by part, and an empty part filters no more', async () => {
    const ask = (filter: Parameters<typeof askFilter>[1], ...says: ConstructorParameters<typeof ScriptedPerson>) =>
      askFilter(new ScriptedPerson(...says), filter, ['a', 'b']);
    expect(await ask({}, 'With a text…', ' flaky ')).toEqual({ text: 'flaky' });
    expect(await ask({ text: 'x' }, 'With a text…', '')).toEqual({});
    expect(await ask({ text: 'x' }, 'Of loops…', ['b'])).toEqual({ text: 'x', loops: ['b'] });
    expect(await ask({ loops: ['a'] }, 'Of loops…', [])).toEqual({});
    expect(await ask({}, 'In states…', ['failed', 'gave up'])).toEqual({ states: ['gave-up', 'failed'] });
    expect(await ask({ text: 'x' }, 'All runs')).toEqual({});
    expect(await ask({ text: 'x' }, undefined)).toBeUndefined();
    expect(await ask({ text: 'x' }, 'With a text…', undefined)).toBeUndefined();
  });
});

describe('how the runs are listed', () => {
  const memory = (kept?: unknown) => {
    const all = new Map<string, unknown>([['loopwright.runs.list', kept]]);
    return {
      get: (key: string) => all.get(key),
      update: async (key: string, value: unknown) => void all.set(key, JSON.parse(JSON.stringify(value))),
    };
  };

  it('is remembered over reloads', async () => {
    const store = memory();
    const before = new RunListChoices(store);
    await before.groupBy('loop');
    await before.show({ text: 'x', states: ['failed'] });
    const after = new RunListChoices(store);
    expect([after.by, after.filter]).toEqual(['loop', { text: 'x', states: ['failed'] }]);
  });

  it.each([[undefined], ['nonsense'], [{ by: 'moon', filter: { states: ['no-such'] } }]])(
    'is plain after %j',
    (kept) => {
      const choices = new RunListChoices(memory(kept));
      expect([choices.by, choices.filter]).toEqual(['day', {}]);
    },
  );

  it('changes by the commands, which tell whether runs are left out', async () => {
    const link = new FakeDesk();
    const choices = new RunListChoices(memory());
    const older = new OlderRuns(new RunStore(fold), new FakeRepositories(link));
    const told: boolean[] = [];
    const dialogs = new ScriptedPerson('With a text…', 'x', 'Loop', undefined, undefined);
    const commands = listCommands({ choices, older, dialogs, loops: () => [], tell: (is) => told.push(is) });
    await commands['loopwright.filterRuns']();
    expect(choices.filter).toEqual({ text: 'x' });
    expect(link.paramsOf('runs')).toEqual([{ limit: pageOfRuns, text: 'x' }]);
    await commands['loopwright.groupRuns']();
    expect(choices.by).toBe('loop');
    await commands['loopwright.filterRuns']();
    await commands['loopwright.groupRuns']();
    expect([choices.filter, choices.by]).toEqual([{ text: 'x' }, 'loop']);
    await commands['loopwright.clearRunFilter']();
    expect([choices.filter, told]).toEqual([{}, [true, false]]);
    expect(await askGrouping(new ScriptedPerson('State'), 'day')).toBe('state');
  });
});

describe('ten thousand runs', () => {
  const many = 10_000;
  const idOf = (n: number) => `r${String(n).padStart(5, '0')}`;
  const all = Array.from({ length: many }, (_, n) =>
    summary(idOf(n), (many - n) * 60_000, {
      loop: n % 50 === 0 ? 'rare' : 'often',
      status: n === 7 ? 'waiting' : 'delivered',
    }),
  );
  const world = () => {
    const link = Object.assign(new FakeDesk(), { summaries: all });
    const store = new RunStore(fold);
    return { link, store, older: new OlderRuns(store, new FakeRepositories(link)) };
  };
  const ids = ({ entries }: OlderRuns) => entries.map((entry) => entry.summary.id);

  it('come by pages, without a hole', async () => {
    const { link, store, older } = world();
    store.know(all.slice(-pageOfRuns));
    expect([ids(older).length, older.hasMore]).toEqual([pageOfRuns, true]);
    await older.older();
    await older.older();
    expect(ids(older)).toEqual(Array.from({ length: 300 }, (_, n) => idOf(many - 1 - n)));
    expect(link.paramsOf('runs').map(({ before }) => before)).toEqual([idOf(many - 100), idOf(many - 200)]);
  });

  it('show no more rows than a page and what goes on, were all of them known', () => {
    const { store, older } = world();
    store.know(all);
    const groups = groupRuns(older.entries, 'day', now);
    const rows = groups.length + groups.reduce((sum, { entries }) => sum + entries.length, 0);
    expect(rows).toBeLessThanOrEqual(300);
    expect(groups[0]).toMatchObject({ id: 'waiting', entries: [{ summary: { id: idOf(7) } }] });
    expect(older.hasMore).toBe(true);
  });

  it('are asked by what is sought, and what goes on is there however old it is', async () => {
    const { link, store, older } = world();
    store.know(all.slice(-pageOfRuns));
    await older.filter({ loops: ['rare'] });
    expect(ids(older)).toHaveLength(pageOfRuns);
    expect(older.hasMore).toBe(true);
    await older.older();
    expect([ids(older).length, older.hasMore]).toEqual([200, false]);
    await older.filter({});
    store.know([all[7] as RunSummary]);
    expect(ids(older).at(-1)).toBe(idOf(7));
    link.itemKeys.set(idOf(3), 'the secret item');
    await older.filter({ text: 'secret' });
    expect([ids(older), older.hasMore]).toEqual([[idOf(3)], false]);
  });

  it('show one that somebody asks to see, however old, until something else is sought', async () => {
    const { store, older } = world();
    store.know([...all.slice(-pageOfRuns), all[3] as RunSummary]);
    expect(ids(older)).not.toContain(idOf(3));
    older.pin(idOf(3));
    expect(ids(older).at(-1)).toBe(idOf(3));
    await older.filter({ loops: ['rare'] });
    expect(ids(older)).not.toContain(idOf(3));
    older.pin(idOf(3));
    expect(ids(older)).toContain(idOf(3));
  });

  it('have an end', async () => {
    const { link, store, older } = world();
    link.summaries = all.slice(0, pageOfRuns);
    store.know(link.summaries);
    expect(older.hasMore).toBe(true);
    await older.older();
    expect([ids(older).length, older.hasMore]).toEqual([pageOfRuns, false]);
  });

  it('of two repositories come from both, whatever their pace', async () => {
    const other = Object.assign(new FakeDesk(), {
      summaries: Array.from({ length: 250 }, (_, n) =>
        summary(`s${String(n).padStart(5, '0')}`, (250 - n) * 60_000 * 40),
      ),
    });
    const { link } = world();
    const repositories = new FakeRepositories(link, other);
    const store = new RunStore(fold);
    const older = new OlderRuns(store, repositories);
    store.know(all.slice(-pageOfRuns), '0');
    store.know(other.summaries.slice(-pageOfRuns), '1');
    for (let i = 0; i < 3; i++) await older.older();
    const seen = older.entries.map((entry) => entry.summary).filter(({ status }) => status !== 'waiting');
    const everything = [...all, ...other.summaries].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    expect(seen.map(({ id }) => id)).toEqual(everything.slice(0, 400).map(({ id }) => id));
  });

  it('asks no runner that is not there, and one that comes for what is sought', async () => {
    const { link, store } = world();
    link.isOpen = false;
    const older = new OlderRuns(store, new FakeRepositories(link), { loops: ['rare'] });
    await older.filter({ loops: ['rare'] });
    expect(link.asked).toEqual([]);
    link.open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(older.entries).toHaveLength(pageOfRuns);
    older.dispose();
  });
});
