import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Changed } from '../../../src/protocol/runner.ts';
import { changedBy } from '../../../src/runner/changedBy.ts';
import { Changes } from '../../../src/runner/changes.ts';
import { tellWhenBack } from '../../../src/runner/snoozed.ts';
import { FakeRunner } from '../cli/fakeRunner.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what has changed', () => {
  it('is told at once, and at most five times a second however much changes, the last change always', () => {
    const told: { readonly what: Changed; readonly at: number }[] = [];
    const started = Date.now();
    const changes = new Changes((what) => told.push({ what, at: Date.now() - started }));
    for (let n = 0; n < 995; n += 1) {
      changes.note('costs');
      vi.advanceTimersByTime(1);
    }
    changes.note('inbox');
    vi.advanceTimersByTime(2000);
    const costs = told.filter(({ what }) => what === 'costs').map(({ at }) => at);
    expect(costs).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(told.filter(({ what }) => what === 'inbox')).toEqual([{ what: 'inbox', at: 995 }]);
  });

  it('is told again after a rest', () => {
    const told: Changed[] = [];
    const changes = new Changes((what) => told.push(what));
    changes.note('owed');
    vi.advanceTimersByTime(200);
    changes.note('owed');
    expect(told).toEqual(['owed', 'owed']);
  });

  it('follows from the events of runs', () => {
    const runner = new FakeRunner();
    const told = new Map<RunEvent['type'], Set<Changed>>();
    runner.afterEvent = (run, event) => {
      const state = runner.state(run);
      if (state === undefined) throw new Error('no state');
      const kinds = told.get(event.type) ?? new Set();
      for (const what of changedBy(state, event)) kinds.add(what);
      told.set(event.type, kinds);
    };
    runner.addWaiting('a');
    runner.finish('a', { status: 'rejected', reason: 'no' });
    expect([...(told.get('signal.awaited') ?? [])]).toContain('inbox');
    expect([...(told.get('step.finished') ?? [])]).toEqual(['worktrees']);
    expect([...(told.get('run.finished') ?? [])]).toEqual(['inbox', 'worktrees', 'owed']);
    expect([...(told.get('step.started') ?? [])]).toEqual([]);
  });

  it('is also an entry that comes back at its time', () => {
    vi.setSystemTime(1000);
    const inbox: { nextBack: number | undefined } = { nextBack: undefined };
    let told = 0;
    const changed = tellWhenBack(inbox, () => {
      told += 1;
      inbox.nextBack = undefined;
    });
    vi.advanceTimersByTime(10);
    inbox.nextBack = 90_000;
    changed();
    vi.advanceTimersByTime(80_000);
    expect(told).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(told).toBe(1);
    vi.advanceTimersByTime(1_000_000);
    expect(told).toBe(1);
  });

  it('waits longer than a timer can', () => {
    vi.setSystemTime(0);
    const sixtyDays = 60 * 86_400_000;
    let told = 0;
    const inbox = {
      get nextBack() {
        return Date.now() < sixtyDays ? sixtyDays : undefined;
      },
    };
    tellWhenBack(inbox, () => {
      if (Date.now() >= sixtyDays) told += 1;
    });
    vi.advanceTimersByTime(sixtyDays - 1);
    expect(told).toBe(0);
    vi.advanceTimersByTime(1);
    expect(told).toBe(1);
  });
});
