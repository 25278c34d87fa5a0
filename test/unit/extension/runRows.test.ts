import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../src/extension/runs/row.ts';
import { runRow } from '../../../src/extension/runs/runRows.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { changeOf, fileChange, itemOf, objectId, RecordedRun } from './recordedRun.ts';

const change = changeOf([fileChange('src/a.js', 'new')]);

function rowOf(recorded: RecordedRun, later = 0): RunRow {
  const store = new RunStore();
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
      '  Before the first pass | failing: tests · 0 s',
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
    expect(row.context).toBe('run+stop');
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
    expect(row.context).toBe('run+stop+review+reject');
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
    expect(rows.map(({ context }) => context)).toEqual(['item+review+reject', 'item', 'item', 'item']);
    expect(rows.map(({ item }) => item)).toEqual([d.id, b.id, c.id, a.id]);
  });

  it('says on the row of the run how far it is', () => {
    const row = rowOf(several());
    expect(row.description).toMatch(/^1 of 4 done, 1 waiting · /);
    expect(row.context).toBe('run+stop');
    expect(row.look.words).toBe('running');
    expect(row.children()[0]?.label).toBe('Find items');
  });

  it('shows what was done for an item below it', () => {
    const [waiting] = itemRows(several());
    expect(waiting && drawn(waiting).slice(1)).toEqual([
      '  Make the worktree | ',
      '  Before the first pass | failing: tests · 0 s',
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
    expect(rows.every(({ live, context }) => !live && context === 'item')).toBe(true);
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
      'item+approve+reject',
      'item+continue+review+reject',
      'item+continue+reject',
    ]);
    expect(rows[0]?.description).toBe('asks for your approval · Waits at the gate start.');
    expect(rows[1]?.facts).toContainEqual({ name: 'Stalled', text: entry.why });
    expect(rowOf(recorded).description).toBe('0 of 3 done, 3 waiting');
  });

  it('offers the same on the row of a run that has no items with names', () => {
    const gate = rowOf(new RecordedRun('r1').start().awaitAt('gate/start/0/1'));
    expect(gate.context).toBe('run+stop+approve+reject');
    expect(gate.description).toBe('asks for your approval');
  });
});
