import { describe, expect, it } from 'vitest';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { fold, foldAll, stepsOf } from '../../../src/model/runState.ts';
import { summaryOf } from '../../../src/model/shapes.ts';
import { changeOf, fileChange, RecordedRun } from './recordedRun.ts';

const waiting = () => new RecordedRun('r1').untilWaiting(changeOf([fileChange('a.js', 'new')]));

describe('RunStore', () => {
  it('comes to the same state by notifications as by history', () => {
    const { events } = waiting();
    const [live, read] = [new RunStore(fold), new RunStore(fold)];
    for (const event of events) expect(live.take('r1', event)).toBe('folded');
    read.history('r1', events);
    expect(live.get('r1')).toEqual(read.get('r1'));
    expect(live.get('r1')?.summary.status).toBe('waiting');
  });

  it('reports a gap instead of folding past it, and takes the event once the gap is filled', () => {
    const { events } = waiting();
    const store = new RunStore(fold);
    const [first, second, third] = events;
    if (!first || !second || !third) throw new Error('too few events');
    store.take('r1', first);
    expect(store.take('r1', third)).toBe('gap');
    expect(store.nextOf('r1')).toBe(1);
    store.history('r1', [second, third]);
    expect(store.nextOf('r1')).toBe(3);
    expect(store.take('r1', third)).toBe('known');
  });

  it('is not set back by an older list of runs', () => {
    const { events } = waiting();
    const store = new RunStore(fold);
    store.history('r1', events);
    const old = foldAll(events.slice(0, 2));
    if (!old) throw new Error('no state');
    store.know([summaryOf(old)]);
    expect(store.get('r1')?.summary.status).toBe('waiting');
  });

  it('knows a run by its summary until its events are read', () => {
    const { events } = waiting();
    const state = foldAll(events);
    if (!state) throw new Error('no state');
    const store = new RunStore(fold);
    store.know([summaryOf(state)]);
    expect(store.get('r1')?.state).toBeUndefined();
    expect(store.latestOf('keep-tests-green')?.summary.id).toBe('r1');
    store.history('r1', events);
    const read = store.get('r1')?.state;
    expect(read && stepsOf(read)).toHaveLength(4);
  });

  it('lists the newest run first and tells which run changed', () => {
    const store = new RunStore(fold);
    const told: (string | undefined)[] = [];
    const end = store.onChange((run) => told.push(run));
    const start = Date.parse('2026-01-01T00:00:00Z');
    store.history('old', new RecordedRun('old', undefined, start).start().events);
    store.history('new', new RecordedRun('new', undefined, start + 1000).start().events);
    expect(store.all().map((entry) => entry.summary.id)).toEqual(['new', 'old']);
    end();
    store.know([]);
    expect(told).toEqual(['old', 'new']);
  });
});
