import { describe, expect, it } from 'vitest';
import { atRest } from '../../../src/extension/runs/atRest.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { changeOf, fileChange, RecordedRun } from './recordedRun.ts';

describe('atRest', () => {
  it('waits for a run that hears an answer to wait again', async () => {
    const store = new RunStore();
    const run = new RecordedRun('r1', (event) => store.take('r1', event));
    run.untilWaiting(changeOf([fileChange('a.js', 'a')]));
    run.record({ type: 'signal.taken', key: 'w', id: 's' });
    let settled = false;
    const resting = atRest(store, 'r1').then((state) => {
      settled = true;
      return state;
    });
    await Promise.resolve();
    expect(settled).toBe(false);
    run.await();
    expect((await resting)?.awaits).toBeDefined();
  });

  it('answers at once for a run that waits, works or has ended', async () => {
    const store = new RunStore();
    const run = new RecordedRun('r1', (event) => store.take('r1', event)).start().await();
    expect((await atRest(store, 'r1'))?.awaits).toBeDefined();
    run.record({ type: 'run.finished', outcome: { status: 'rejected', reason: 'no' } });
    expect((await atRest(store, 'r1'))?.outcome?.status).toBe('rejected');
    expect(await atRest(store, 'r2')).toBeUndefined();
  });
});
