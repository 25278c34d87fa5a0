import { describe, expect, it } from 'vitest';
import { contributes } from '../../../src/extension/contributes.ts';
import { healthFacts, healthWord } from '../../../src/extension/loops/healthWords.ts';
import { LoopHealth } from '../../../src/extension/loops/loopHealth.ts';
import { loopRow } from '../../../src/extension/loops/loopRow.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import type { TreeRow } from '../../../src/extension/tree/treeRow.ts';
import type { WindowDebt } from '../../../src/extension/understanding/askDebt.ts';
import { debtRows, debtSum } from '../../../src/extension/understanding/debtRows.ts';
import { viewTable } from '../../../src/extension/viewTable.ts';
import { reclaim } from '../../../src/extension/worktrees/reclaim.ts';
import { type WindowWorktree, worktreeRows, worktreesSum } from '../../../src/extension/worktrees/worktreeRows.ts';
import type { Debt, OwedUnit } from '../../../src/model/debt.ts';
import { fold } from '../../../src/model/runState.ts';
import { type RunSummary, runStatusSchema } from '../../../src/model/shapes.ts';
import type { ScheduledLoop } from '../../../src/protocol/runner.ts';
import { FakeDesk, FakeRepositories, ScriptedPerson } from './fakeDesk.ts';

const now = Date.parse('2026-11-21T15:30:00Z');
const hour = 3_600_000;

const summary = (id: string, status: RunSummary['status'], loop = 'a'): RunSummary => ({
  id,
  loop,
  status,
  reason: 'So it ended.',
  startedAt: new Date(now).toISOString(),
  ...(status !== 'running' && { finishedAt: new Date(now).toISOString() }),
  iterationCount: 1,
});

const drawn = <T>(row: TreeRow<T>, indent = ''): readonly string[] => [
  `${indent}${row.label} | ${row.description}`,
  ...(row.children?.() ?? []).flatMap((child) => drawn(child, `${indent}  `)),
];

describe('the health of a loop', () => {
  it.each([
    [['delivered', 'delivered'], undefined],
    [['delivered', 'nothing-found', 'delivered'], 'healthy'],
    [['failed', 'delivered', 'delivered', 'delivered'], 'mostly healthy'],
    [['failed', 'gave-up', 'delivered', 'delivered'], 'unsteady'],
    [['failed', 'rejected', 'gave-up', 'delivered'], 'failing'],
    [['stopped', 'stopped', 'stopped', 'delivered'], undefined],
    [[...Array(10).fill('delivered'), 'failed', 'failed'], 'healthy'],
  ] as const)('after %j is %s', (ends, word) => expect(healthWord(ends as readonly RunSummary['status'][])).toBe(word));

  it('is drawn with the newest run at the right, and in words', () => {
    expect(healthFacts(['failed', 'delivered', 'delivered'])).toEqual([
      { name: 'Last 3 runs ended', text: '✓ ✓ ✗  (1 failed, 2 delivered)' },
    ]);
    expect(healthFacts([])).toEqual([]);
    const ends = runStatusSchema.options.filter((status) => status !== 'running' && status !== 'waiting');
    const signs = ends.map((status) => healthFacts([status])[0]?.text.split(' ')[0]);
    expect(new Set(signs).size).toBe(ends.length);
  });

  it('is asked for once where too little is known here, of that loop alone', async () => {
    const store = new RunStore(fold);
    const link = new FakeDesk();
    link.summaries = [...Array(12).keys()].map((n) => summary(`b${10 + n}`, n < 6 ? 'failed' : 'delivered', 'b'));
    store.know(
      [...Array(10).keys()].map((n) => summary(`a${n}`, 'delivered')),
      '0',
    );
    store.know([link.summaries[11] as RunSummary, summary('b99', 'running', 'b')], '0');
    store.know([summary('other', 'failed', 'b')], '1');
    const health = new LoopHealth(store, new FakeRepositories(link));
    let told = 0;
    health.onChange(() => told++);
    const places = ['a', 'b'].map((loop) => ({ loop, repository: '0' }));
    link.isOpen = false;
    await health.look(places);
    expect(link.asked).toEqual([]);
    link.isOpen = true;
    await health.look(places);
    await health.look(places);
    expect(link.paramsOf('runs')).toEqual([{ loops: ['b'], limit: 10 }]);
    expect(health.endsOf('b', '0')).toEqual([...Array(6).fill('delivered'), ...Array(4).fill('failed')]);
    expect([health.endsOf('a', '0').length, told]).toEqual([10, 1]);
    expect(health.lastOf('b', '0')?.id).toBe('b99');
  });
});

describe('the row of a loop', () => {
  const loop = { file: '.loops/a.loop.yaml', name: 'a', errors: 0, warnings: 0, agents: [], triggers: [] };
  const scheduled: ScheduledLoop = {
    loop: 'a',
    file: loop.file,
    state: 'off',
    why: 'Nobody allowed it.',
    triggers: [],
    next: [],
  };

  it('tells when it starts, how it ended and how it does', () => {
    const row = loopRow({ loop, scheduled, last: summary('r', 'failed'), ends: ['failed', 'failed', 'failed'] }, now);
    expect(row.description).toBe('off · failed · failing');
    expect(row.context).toBe('loop+enable');
    expect(row.look.icon).toBe('error');
    expect(row.facts.map(({ name }) => name)).toEqual(['Starts by itself', 'Last run', 'Last 3 runs ended', 'File']);
  });

  it('tells its problems before all else', () => {
    const row = loopRow({ loop: { ...loop, errors: 2, problem: 'No goal.' }, ends: [] }, now);
    expect(row).toMatchObject({ description: '2 errors', context: 'loop', look: { icon: 'error' } });
    expect(row.facts[0]).toEqual({ name: 'Problems', text: '2 errors. No goal.' });
    expect(loopRow({ loop: { ...loop, warnings: 1 }, ends: [] }, now).look.icon).toBe('warning');
    expect(loopRow({ loop, ends: [] }, now)).toMatchObject({ description: 'not run yet', look: { icon: 'sync' } });
  });
});

describe('worktrees', () => {
  const worktree = (more: Partial<WindowWorktree> = {}): WindowWorktree => ({
    repository: '0',
    path: '/data/r1-default',
    run: 'r1',
    loop: 'fix-flaky',
    item: 'default',
    key: 'default',
    status: 'delivered',
    dirty: 0,
    bytes: 2_000_000,
    createdAt: now - 5 * hour,
    ...more,
  });
  const busy = worktree({
    path: '/data/r2-a',
    run: 'r2',
    item: 'a',
    key: 'flaky a',
    status: 'running',
    dirty: 2,
    bytes: 9e6,
    holds: 'Its run works.',
  });
  const held = worktree({
    path: '/data/r3',
    run: 'r3',
    status: 'gave-up',
    dirty: null,
    bytes: 5e5,
    holds: 'Not landed.',
  });

  it('are listed by size, each with what it is for and what holds it', () => {
    const rows = worktreeRows([held, worktree(), busy], now);
    expect(rows.map(({ label, description, context }) => [label, description, context])).toEqual([
      ['fix-flaky (flaky a)', 'running · 2 files not committed · 9.0 MB · 5 h', 'worktree'],
      ['fix-flaky', 'can be reclaimed · 2.0 MB · 5 h', 'worktree+reclaim'],
      ['fix-flaky', 'gave up · changes unknown · 500 kB · 5 h', 'worktree'],
    ]);
    expect(rows.map(({ facts }) => facts[0]?.text)).toEqual(['Its run works.', 'nothing is lost by it', 'Not landed.']);
    expect(new Set(rows.map(({ look }) => look.icon)).size).toBe(3);
    expect([worktreesSum([]), worktreesSum([busy]), worktreesSum([busy, held])]).toEqual([
      '',
      '1 worktree, 9.0 MB',
      '2 worktrees, 9.5 MB',
    ]);
    const [huge] = worktreeRows([busy, { ...held, bytes: null, repositoryName: 'here' }], now);
    expect(huge?.description).toBe('here · gave up · changes unknown · size unknown · 5 h');
    expect(worktreesSum([busy, { ...held, bytes: null }])).toBe('2 worktrees, more than 9.0 MB');
  });

  it('are reclaimed after one question, and none that holds something', async () => {
    const link = Object.assign(new FakeDesk(), { worktrees: [busy, worktree(), held] });
    const dialogs = new ScriptedPerson('Reclaim');
    await reclaim({ linkOf: () => link, dialogs }, [busy, worktree(), held]);
    expect(dialogs.questions).toEqual(['Reclaim the worktree of fix-flaky?']);
    expect(link.paramsOf('clean')).toEqual([{ run: 'r1', item: 'default', force: false }]);
    expect(link.worktrees).toEqual([busy, held]);
  });

  it('stay where the person leaves, or where the runner finds work in them after all', async () => {
    const link = Object.assign(new FakeDesk(), { worktrees: [worktree({ holds: 'Edited meanwhile.' })] });
    await reclaim({ linkOf: () => link, dialogs: new ScriptedPerson(undefined) }, [worktree()]);
    expect(link.asked).toEqual([]);
    const dialogs = new ScriptedPerson('Reclaim');
    await reclaim({ linkOf: () => link, dialogs }, [worktree()]);
    expect(dialogs.told).toEqual(['Kept 1: Edited meanwhile.']);
    const other = new ScriptedPerson();
    await reclaim({ linkOf: () => link, dialogs: other }, [held]);
    expect(other.told).toEqual(['It is kept: Not landed.']);
  });
});

describe('what is owed', () => {
  const landing = (run: string) => ({ run, item: 'default', loop: 'fix-flaky', at: now - 3 * hour });
  const unit = (path: string, name: string, owed: number, more: Partial<OwedUnit> = {}): OwedUnit => ({
    ...{ unit: `${path}#${name}`, path, name, lines: 10, weight: 1, evidence: 0, recall: 1, owed },
    ...{ landings: [landing('r1')], why: 'fix-flaky wrote it, and you have answered no prompt about it.' },
    ...more,
  });
  const sums = { me: 'Ada', mine: { owed: 36.2, minutes: 7 }, repository: { owed: 12, minutes: 2 } };
  const debtOf = (debt: Partial<Debt>): WindowDebt => ({ repository: '0', debt: { units: [], ...sums, ...debt } });
  const here = debtOf({
    units: [
      unit('readme.md', 'Paying', 1),
      unit('src/a.js', 'sum', 4, { line: 7, landings: [landing('r2'), landing('r1')] }),
      unit('src/b.js', '', 6),
      unit('src/b.js', 'Cart.total', 9.6, { evidence: 0.5, recall: 0.9, weight: 1.5 }),
      unit('src/c.js', 'tax', 0.4),
    ],
  });

  it('is told by folder, file, unit and landing, the most first', () => {
    expect(debtRows([here], now).flatMap((row) => drawn(row))).toEqual([
      'src | 20 lines',
      '  b.js | 16 lines',
      '    Cart.total | 10 lines',
      '      fix-flaky | 3 h',
      '    outside of every function | 6 lines',
      '      fix-flaky | 3 h',
      '  a.js | 4 lines',
      '    sum | 4 lines',
      '      fix-flaky | 3 h',
      '      fix-flaky | 3 h',
      '  c.js | 1 line',
      '    tax | 1 line',
      '      fix-flaky | 3 h',
      'top of the repository | 1 line',
      '  readme.md | 1 line',
      '    Paying | 1 line',
      '      fix-flaky | 3 h',
    ]);
  });

  it('is summed over the repositories of the window, for the person and for everybody', () => {
    expect(debtSum([here])).toBe('you owe 36 lines · repository 12 lines');
    expect(debtSum([here, debtOf({})])).toBe('you owe 72 lines · repository 24 lines');
    const none = { owed: 0, minutes: 0 };
    expect(debtSum([debtOf({ mine: none, repository: none })])).toBe('');
    expect(debtSum([])).toBe('');
  });

  it('says why, what of it was shown, and leads to the line and to the change', () => {
    const idsOf = (row: TreeRow<unknown>): readonly string[] => [row.id, ...(row.children?.() ?? []).flatMap(idsOf)];
    const ids = debtRows([here], now).flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
    const [b, a] = debtRows([here], now)[0]?.children?.() ?? [];
    const [total] = b?.children?.() ?? [];
    expect(total?.facts).toEqual([
      { name: 'Why', text: 'fix-flaky wrote it, and you have answered no prompt about it.' },
      { name: 'Lines by loops', text: '10, each weighs 1.5' },
      { name: 'Shown', text: '50 of 100, of which 90% is likely remembered' },
    ]);
    const [sum] = a?.children?.() ?? [];
    expect(sum?.press?.arguments).toEqual([{ about: { path: 'src/a.js', repository: '0', line: 7 } }]);
    expect(sum?.children?.()[0]?.press).toMatchObject({
      command: 'loopwright.openLanding',
      arguments: [{ run: 'r2', item: 'default' }],
    });
  });
});

describe('the sidebar in package.json', () => {
  it('has its views in their order', () => {
    expect(Object.values(viewTable).map(({ name }) => name)).toEqual([
      'Inbox',
      'Runs',
      'Loops',
      'Worktrees',
      'Understanding',
      'Change',
    ]);
  });

  it('teaches the next step in each view that can be empty, also in Restricted Mode', () => {
    const empty = (when: RegExp) =>
      contributes.viewsWelcome.filter((row) => when.test(row.when)).map(({ view }) => view);
    const ours = ['loopwright.inbox', 'loopwright.runs', 'loopwright.worktrees', 'loopwright.understanding'];
    expect([...new Set(empty(/^isWorkspaceTrusted/))].sort()).toEqual([...ours].sort());
    expect(empty(/^!isWorkspaceTrusted/).sort()).toEqual([...ours].sort());
  });

  const commandsOn = (view: string, context: string, group: RegExp) =>
    contributes.menus['view/item/context']
      .filter(({ when, group: own }) => {
        const [positive = '', negative] = when.split(' && !');
        const pattern = /viewItem =~ \/(.+?)\/(?:$| )/;
        const fits = new RegExp(pattern.exec(`${positive} `)?.[1] ?? 'never').test(context);
        const isOut = negative !== undefined && new RegExp(/\/(.+)\//.exec(negative)?.[1] ?? 'never').test(context);
        return when.includes(`view == ${view} `) && fits && !isOut && group.test(own);
      })
      .map(({ command }) => command.replace('loopwright.', ''));

  it.each([
    ['entry+review+reject+snooze+reveal', ['openReview', 'rejectEntries']],
    ['entry+approve+reject+snooze+reveal', ['approveEntries', 'rejectEntries']],
    ['entry+answer+dismiss+snooze+reveal', ['answerEntries', 'dismissEntries']],
    ['entry+decide+dismiss+snooze', ['decideEntries', 'dismissEntries']],
    ['entry+enable+dismiss+snooze', ['enableEntries', 'dismissEntries']],
    ['entry+run+dismiss+snooze', ['runEntry', 'dismissEntries']],
    ['entry+continue+reject+snooze', ['continueEntries', 'rejectEntries']],
  ])('gives %s the buttons %j', (context, commands) => {
    expect(commandsOn('loopwright.inbox', context, /^inline/)).toEqual(commands);
    expect(commandsOn('loopwright.inbox', context, /^2_later/)).toEqual(['snoozeEntries']);
  });

  it.each([
    ['run+stop+pause', ['openRun', 'stop']],
    ['run+stop+review+reject+pause', ['openReview', 'openRun']],
    ['run+stop+resume', ['openRun', 'resume', 'stop']],
    ['iteration+retry', ['retryFrom']],
    ['iteration', []],
  ])('gives %s the buttons %j', (context, commands) => {
    expect(commandsOn('loopwright.runs', context, /^inline/).sort()).toEqual(commands);
  });

  it('offers what can be done to a run while it goes on, and no more of it afterwards', () => {
    const live = commandsOn('loopwright.runs', 'run+stop+pause+worktree', /^[1-4]_/);
    expect(live).toEqual(
      expect.arrayContaining(['stop', 'pause', 'addNote', 'raiseBudget', 'openWorktree', 'openLoop', 'copyRunId']),
    );
    const over = commandsOn('loopwright.runs', 'run+clean', /^[1-4]_/);
    expect(over).toEqual(expect.arrayContaining(['clean', 'retryFrom', 'copyRunId']));
    for (const command of ['stop', 'pause', 'addNote', 'raiseBudget', 'openWorktree']) {
      expect(over).not.toContain(command);
    }
  });
});
