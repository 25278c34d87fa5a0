import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, groupOf, type Waiting } from '../../../src/triggers/groups.ts';
import { loopWith } from './simulated.ts';

const waits = (id: string, more: Partial<Waiting> = {}): Waiting => ({
  firing: { loop: 'x', trigger: { kind: 'webhook', id, at: 0, about: '' } },
  group: 'g',
  cancels: false,
  keeps: false,
  ...more,
});
const told = (runs: Parameters<typeof arrange>[0], waiting: readonly Waiting[]) =>
  arrange(runs, waiting).map((step) =>
    step.do === 'cancel' ? `cancel ${step.run}` : `${step.do} ${step.waiting.firing.trigger.id}`,
  );
const works = [{ run: 'r', group: 'g', isWorking: true }];

describe('a group', () => {
  it('begins the first, keeps the newest, replaces those between', () => {
    expect(told([], [waits('a'), waits('b'), waits('c')])).toEqual(['start a', 'replace b']);
    expect(told(works, [waits('a'), waits('b'), waits('c')])).toEqual(['replace a', 'replace b']);
    expect(told(works, [waits('a')])).toEqual([]);
  });

  it('keeps those that must have a run of their own, 24 at most', () => {
    expect(told(works, [waits('a', { keeps: true }), waits('b', { keeps: true }), waits('c')])).toEqual([]);
    const many = Array.from({ length: 30 }, (_, i) => waits(String(i), { keeps: true }));
    expect(told(works, many)).toEqual(['0', '1', '2', '3', '4', '5'].map((id) => `replace ${id}`));
  });

  it('stops what works for a newer one, but not for one of many that were missed', () => {
    expect(told(works, [waits('a', { cancels: true })])).toEqual(['cancel r']);
    expect(told(works, [waits('a', { cancels: true, keeps: true })])).toEqual([]);
    expect(told([{ run: 'r', group: 'g', isWorking: false }], [waits('a', { cancels: true })])).toEqual(['start a']);
  });

  it('is the loop where none is named', () => {
    expect(groupOf(loopWith({ on: 'manual' }))).toBe('loop:nightly');
    expect(groupOf(loopWith({ on: 'manual', concurrency: { group: 'loop:nightly' } }))).toBe('group:loop:nightly');
  });

  it('never begins two of one group, and leaves at most one that may be replaced', () => {
    const waiting = fc.array(
      fc.record({ group: fc.constantFrom('g', 'h'), cancels: fc.boolean(), keeps: fc.boolean() }),
      { maxLength: 12 },
    );
    const runs = fc.array(fc.record({ group: fc.constantFrom('g', 'h'), isWorking: fc.boolean() }), { maxLength: 4 });
    fc.assert(
      fc.property(runs, waiting, (live, queued) => {
        const all = queued.map((one, i) => waits(String(i), one));
        const steps = arrange(
          live.map((run, i) => ({ run: `r${i}`, ...run })),
          all,
        );
        const gone = new Set(steps.map((step) => (step.do === 'cancel' ? undefined : step.waiting)));
        for (const group of ['g', 'h']) {
          const begun = steps.filter((step) => step.do === 'start' && step.waiting.group === group);
          const isBusy = live.some((run) => run.group === group && run.isWorking);
          expect(begun.length).toBe(!isBusy && all.some((one) => one.group === group) ? 1 : 0);
          const left = all.filter((one) => one.group === group && !gone.has(one));
          expect(left.filter((one) => !one.keeps).length).toBeLessThanOrEqual(1);
          // What must have a run is never replaced by so few.
          expect(steps.some((step) => step.do === 'replace' && step.waiting.keeps)).toBe(false);
        }
      }),
    );
  });
});
