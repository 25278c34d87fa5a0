import { describe, expect, it } from 'vitest';
import { type RunRow, runRow } from '../../../src/extension/runs/runRows.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { changeOf, fileChange, objectId, RecordedRun } from './recordedRun.ts';

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
  ...row.children.flatMap((child) => drawn(child, `${indent}  `)),
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
    expect(row.children.map(({ live }) => live)).toEqual([false, true]);
  });

  it('names the commit of a delivered run and can then clean it up', () => {
    const recorded = new RecordedRun('r1').untilWaiting(change);
    recorded.record({ type: 'signal.taken', key: 'w', id: null });
    const outcome = { status: 'delivered', reason: 'Landed.', commit: objectId('c') } as const;
    recorded.record({ type: 'run.finished', outcome });
    const row = rowOf(recorded);
    expect(row.description).toContain(`delivered ${objectId('c').slice(0, 7)}`);
    expect(row.context).toBe('run+clean');
    expect(row.facts[0]).toEqual({ name: 'Ended', text: 'Landed.' });
  });

  it('offers the review of a waiting run and says what it waits for', () => {
    const row = rowOf(new RecordedRun('r1').untilWaiting(change));
    expect(row.context).toBe('run+stop+review');
    expect(row.facts[0]?.text).toMatch(/waits for a person/);
  });

  it('shows the level of items where there is more than one', () => {
    const recorded = new RecordedRun('r1').start();
    for (const item of ['one', 'two']) {
      const input = { item, worktree: '/w', branch: 'refs/heads/b', base: objectId('b') };
      recorded.finish(recorded.begin('prepare', input), { status: 'ready', configuration: 'none' });
    }
    const row = rowOf(recorded);
    expect(row.children.map(({ label }) => label)).toEqual(['one', 'two']);
    expect(row.children[0]?.children.map(({ label }) => label)).toEqual(['Make the worktree']);
  });

  it('gives every row an id of its own that stays the same', () => {
    const recorded = new RecordedRun('r1').untilWaiting(change);
    const idsOf = (row: RunRow): readonly string[] => [row.id, ...row.children.flatMap(idsOf)];
    const before = idsOf(rowOf(recorded));
    expect(new Set(before).size).toBe(before.length);
    recorded.record({ type: 'stop.requested', by: 'Ada' });
    expect(idsOf(rowOf(recorded))).toEqual(before);
  });
});
