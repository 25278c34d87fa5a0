import { describe, expect, it } from 'vitest';
import { spokenMarks } from '../../../src/extension/runs/checkMarks.ts';
import type { RunRow } from '../../../src/extension/runs/row.ts';
import { runRow } from '../../../src/extension/runs/runRows.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold } from '../../../src/model/runState.ts';
import type { Limit, Spend } from '../../../src/model/spend.ts';
import { changeOf, fileChange, itemOf, objectId, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function rowOf(recorded: RecordedRun, later = 0): RunRow {
  const store = new RunStore(fold);
  store.history(recorded.run, recorded.events);
  const entry = store.get(recorded.run);
  if (!entry) throw new Error('no run');
  return runRow(entry, (recorded.events.at(-1)?.at ?? 0) + later);
}

/** The tree as indented lines, as a person reads it. */
const drawn = (row: RunRow, indent = ''): readonly string[] => [
  `${indent}${row.label} | ${row.description}`,
  ...row.children().flatMap((child) => drawn(child, `${indent}  `)),
];

describe('runRow', () => {
  it('draws run, iterations and steps in the order they began', () => {
    expect(drawn(rowOf(new RecordedRun('r1').untilWaiting(change)))).toEqual([
      'keep-tests-green | waiting for you',
      '  Before the first pass | ✗ tests · 0 s',
      '    Check: tests | exit code 1',
      '  Iteration 1 | goal reached · 2 s',
      '    Commit what it made | ',
      '    Check: tests | ',
      '    Goal reached? | ',
    ]);
  });

  it('says what a running run does and for how long', () => {
    const recorded = new RecordedRun('r1').start().check(0, 1);
    recorded.begin('tidy', { item: 'default', worktree: '/w', iteration: 1, head: objectId('x') });
    const row = rowOf(recorded, 65_000);
    expect(row.description).toBe('iteration 1: tidy the worktree · 1 min 06 s');
    expect(row.live).toBe(true);
    expect(row.context).toBe('run+stop+pause');
    expect(row.children().map(({ live }) => live)).toEqual([false, true]);
  });

  it('names the commit of a delivered run and can then clean it up', () => {
    const outcome = { status: 'delivered', reason: 'Landed.', commit: objectId('c') } as const;
    const row = rowOf(new RecordedRun('r1').untilWaiting(change).conclude(outcome).end(outcome));
    expect(row.description).toContain(`delivered ${objectId('c').slice(0, 7)}`);
    expect(row.context).toBe('run+clean');
    expect(row.facts[0]).toEqual({ name: 'Ended', text: 'Landed.' });
  });

  it('offers the review of a waiting run and says what it waits for', () => {
    const row = rowOf(new RecordedRun('r1').untilWaiting(change));
    expect(row.context).toBe('run+stop+review+reject+pause');
    expect(row.facts[0]?.text).toMatch(/waits for a person/);
  });

  it('tells what started it, with which inputs, and what was used', () => {
    const trigger = { kind: 'schedule', id: 's', at: 0, about: '0 6 * * 1-5' } as const;
    const recorded = new RecordedRun('r1').start({ trigger, inputs: { min: 3, where: 'staging' } }).check(0, 1);
    const account = { loop: 'l', item: 'default', iteration: 0, limits: [], at: 0 };
    const spend = { tokens: 12_345, costUsd: null };
    recorded.did('account', account, { run: spend, item: spend, warnings: [] });
    expect(rowOf(recorded).facts).toEqual(
      expect.arrayContaining([
        { name: 'By', text: 'schedule: 0 6 * * 1-5' },
        { name: 'Inputs', text: 'min = 3, where = staging' },
        { name: 'Used', text: '12.3k tokens, cost unknown' },
      ]),
    );
  });

  it('says how its commands are kept, and why they are not', () => {
    const facts = (more: Parameters<RecordedRun['start']>[0]) => rowOf(new RecordedRun('r1').start(more)).facts;
    expect(facts({ cage: { by: 'bubblewrap' } })).toContainEqual({ name: 'Cage', text: 'bubblewrap' });
    const cage = { by: 'none', lacks: 'bwrap is not on PATH.' } as const;
    expect(facts({ cage })).toContainEqual({ name: 'Cage', text: 'none (bwrap is not on PATH.)' });
    expect(facts({}).map(({ name }) => name)).not.toContain('Cage');
  });

  it('gives every row an id of its own that stays the same', () => {
    const recorded = new RecordedRun('r1').untilWaiting(change);
    const idsOf = (row: RunRow): readonly string[] => [row.id, ...row.children().flatMap(idsOf)];
    const before = idsOf(rowOf(recorded));
    expect(new Set(before).size).toBe(before.length);
    recorded.record({ type: 'stop.requested', by: 'Ada' });
    expect(idsOf(rowOf(recorded))).toEqual(before);
  });
});

describe('a run of items', () => {
  const [a, b, c, d] = [itemOf('flaky a'), itemOf('flaky b'), itemOf('flaky c'), itemOf('flaky d')];
  const gaveUp = { status: 'gave-up', reason: 'No progress in 3 passes.' } as const;

  /** One has given up, one works, one is not begun, one waits. */
  const several = () => {
    const recorded = new RecordedRun('r1').start().found([a, b, c, d]);
    recorded.prepare(a.id).check(0, 1, 'tests', a.id).conclude(gaveUp, a.id);
    recorded.prepare(b.id).begin('tidy', { item: b.id, worktree: '/w', iteration: 1, head: objectId('x') });
    return recorded.prepare(d.id).pass(change, d.id).await(d.id);
  };
  const itemRows = (recorded: RecordedRun, later = 0) =>
    rowOf(recorded, later)
      .children()
      .filter((row) => row.item !== undefined);

  it('shows each by its key, those that wait first and those that are over last', () => {
    const rows = itemRows(several(), 60_000);
    expect(rows.map(({ label, description }) => `${label} | ${description}`)).toEqual([
      'flaky d | waiting for you · Proven; waits for a person. Answer one prompt about what it wrote.',
      expect.stringMatching(/^flaky b \| iteration 1: tidy the worktree · 1 min/),
      'flaky c | not begun',
      'flaky a | gave up · No progress in 3 passes.',
    ]);
    expect(rows.map(({ context }) => context)).toEqual([
      'item+review+reject+worktree+note',
      'item+worktree+note',
      'item+note',
      'item+worktree',
    ]);
    expect(rows.map(({ item }) => item)).toEqual([d.id, b.id, c.id, a.id]);
  });

  it('says on the row of the run how far it is', () => {
    const row = rowOf(several());
    expect(row.description).toMatch(/^1 of 4 done, 1 waiting · /);
    expect(row.context).toBe('run+stop+pause');
    expect(row.look.words).toBe('running');
    expect(row.children()[0]?.label).toBe('Find items');
  });

  it('shows what was done for an item below it', () => {
    const [waiting] = itemRows(several());
    expect(waiting && drawn(waiting).slice(1)).toEqual([
      '  Make the worktree | ',
      '  Before the first pass | ✗ tests · 0 s',
      '    Check: tests | exit code 1',
      '  Iteration 1 | goal reached · 2 s',
      '    Commit what it made | ',
      '    Check: tests | ',
      '    Goal reached? | ',
    ]);
  });

  it('lets the end of the run end what was still open', () => {
    const rows = itemRows(several().end({ status: 'stopped', reason: 'Stopped by Ada.' }));
    expect(rows.map(({ description }) => description)).toContain('stopped · Stopped by Ada.');
    expect(rows.every(({ live, context }) => !live && context?.includes('note') === false)).toBe(true);
  });

  it('keeps a hostile key on one line', () => {
    const [row] = itemRows(new RecordedRun('r1').start().found([itemOf('\u001b[31mred\n\u202e$(rm -rf)')]));
    expect(row?.label).toBe('[31mred $(rm -rf)');
  });

  it('offers what the item asks: an approval at a gate, a word where it is stalled', () => {
    const recorded = new RecordedRun('r1').start().found([a, b, c]);
    recorded.awaitAt('gate/start/0/1', a.id).pass(change, b.id);
    const entry = {
      id: 'escalation:r1',
      kind: 'escalation' as const,
      loop: 'l',
      title: 'l is stalled',
      why: 'The same test fails three times in a row.',
      at: 0,
      severity: 'high' as const,
      actions: ['continue' as const],
    };
    recorded.did('raise', { item: b.id, entry }, {}, 'ask/1/raise').awaitAt('ask/1/1', b.id).awaitAt('ask/1/1', c.id);
    const rows = itemRows(recorded);
    expect(rows.map(({ context }) => context)).toEqual([
      'item+approve+reject+note',
      'item+continue+review+reject+note',
      'item+continue+reject+note',
    ]);
    expect(rows[0]?.description).toBe('asks for your approval · Waits at the gate start.');
    expect(rows[1]?.facts).toContainEqual({ name: 'Stalled', text: entry.why });
    expect(rowOf(recorded).description).toBe('0 of 3 done, 3 waiting');
  });

  it('offers the same on the row of a run that has no items with names', () => {
    const gate = rowOf(new RecordedRun('r1').start().awaitAt('gate/start/0/1'));
    expect(gate.context).toBe('run+stop+approve+reject+pause');
    expect(gate.description).toBe('asks for your approval');
  });
});

describe('the budget on the row of a run', () => {
  const account = (spend: Spend, limits: Limit[]) =>
    new RecordedRun('r1')
      .start()
      .did(
        'account',
        { loop: 'l', item: 'default', iteration: 1, limits, at: 0 },
        { run: spend, item: spend, warnings: [] },
      );
  const used = (spend: Spend, ...limits: Limit[]) => rowOf(account(spend, limits)).description.split(' · ')[1];
  const run = { scope: 'run' as const };

  it.each<[Spend, Limit[], string]>([
    [{ tokens: 0, costUsd: 0.42 }, [{ ...run, costUsd: 1 }], '▰▰▱▱▱ $0.42 of $1.00'],
    [{ tokens: 0, costUsd: 0 }, [{ ...run, costUsd: 1 }], '▱▱▱▱▱ $0.00 of $1.00'],
    [{ tokens: 0, costUsd: 0.01 }, [{ ...run, costUsd: 1 }], '▰▱▱▱▱ $0.01 of $1.00'],
    [{ tokens: 0, costUsd: 1.2 }, [{ ...run, costUsd: 1 }], '▰▰▰▰▰ $1.20 of $1.00, over budget'],
    [{ tokens: 0, costUsd: null }, [{ ...run, costUsd: 1 }], 'cost unknown of $1.00'],
    [{ tokens: 900, costUsd: 0.1 }, [{ ...run, costUsd: 1, tokens: 1000 }], '▰▰▰▰▱ 900 of 1.0k tokens'],
    [{ tokens: null, costUsd: 0.9 }, [{ ...run, costUsd: 1, tokens: 1000 }], 'tokens unknown of 1.0k tokens'],
    [{ tokens: 5, costUsd: 0.1 }, [{ scope: 'item', costUsd: 1 }], '$0.10'],
    [{ tokens: 5, costUsd: null }, [], 'cost unknown'],
  ])('%j under %j is %s', (spend, limits, words) => expect(used(spend, ...limits)).toBe(words));

  it('is the newest sum, and stands whole in the tooltip', () => {
    const limits = [{ ...run, costUsd: 2, tokens: 1000 }];
    const recorded = account({ tokens: 10, costUsd: 0.5 }, limits);
    const spend = { tokens: 20, costUsd: 1.5 };
    const input = { loop: 'l', item: 'default', iteration: 2, limits, at: 0 };
    const row = rowOf(recorded.did('account', input, { run: spend, item: spend, warnings: [] }));
    expect(row.facts.filter(({ name }) => name === 'Budget').map(({ text }) => text)).toEqual([
      '▰▰▰▱▱ $1.50 of $2.00',
      '▰▱▱▱▱ 20 of 1.0k tokens',
    ]);
  });

  it('says nothing where no budget is kept', () => {
    expect(rowOf(new RecordedRun('r1').start().check(0, 1)).description).toMatch(/^running · /);
  });
});

describe('the checks on the row of an iteration', () => {
  const marksOf = (...results: readonly (readonly [id: string, exitCode: number])[]) => {
    const recorded = new RecordedRun('r1').start();
    for (const [id, exitCode] of results) recorded.check(1, exitCode, id);
    return rowOf(recorded).children()[0]?.description.split(' · ')[1];
  };

  it('stand there by name, those that fail first', () => {
    expect(marksOf(['tests', 0], ['types', 1])).toBe('✗ types  ✓ tests');
  });

  it('are counted where there are many, but for those that fail', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => [id, 0] as const);
    expect(marksOf(...many, ['e', 1])).toBe('✗ e  ✓ 4 checks');
    const failing = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, 1] as const);
    expect(marksOf(...failing)).toBe('✗ a  ✗ b  ✗ c  ✗ d  ✗ 2 more');
  });

  it('are words for whoever hears them', () => {
    expect(spokenMarks('✗ types  ✓ tests, ▰▰▱▱▱ $0.42 of $1.00')).toBe(
      'failed types  passed tests, used $0.42 of $1.00',
    );
  });

  it('lets an iteration that is over be retried, and names it', () => {
    const [before, first] = rowOf(new RecordedRun('r1').untilWaiting(change)).children();
    expect(before).toMatchObject({ context: 'iteration+retry', item: 'default', iteration: 0 });
    expect(first).toMatchObject({ context: 'iteration+retry', iteration: 1 });
    const open = new RecordedRun('r1').start();
    open.begin('tidy', { item: 'default', worktree: '/w', iteration: 1, head: objectId('x') });
    expect(rowOf(open).children()[0]?.context).toBe('iteration');
  });
});

describe('the worktree of a run', () => {
  it('can be opened until it is given back', () => {
    const recorded = new RecordedRun('r1').start().prepare();
    expect(rowOf(recorded).context).toBe('run+stop+pause+worktree');
    const input = { item: 'default', worktree: '/nowhere-default' };
    expect(rowOf(recorded.did('reclaim', input, { removed: false, reason: 'busy' })).context).toMatch(/worktree/);
    expect(rowOf(recorded.did('reclaim', input, { removed: true })).context).toBe('run+stop+pause');
  });
});
