import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/memory/decide.ts';
import { type ItemPlanOptions, itemPlan } from '../../../src/memory/itemPlan.ts';
import { takeIn } from '../../../src/memory/merge.ts';
import { type Candidate, type Decision, emptyMemory, type LoopMemory } from '../../../src/model/memory.ts';
import { must } from '../git/must.ts';
import { DAY, finding, idOf, item, record, T0 } from './arbitraries.ts';

const now = T0 + 5 * DAY;
const empty = emptyMemory('triage');
const candidate = (key: string, more: Partial<Candidate> = {}): Candidate => ({ key, data: null, ...more });
const decided = (
  memory: LoopMemory,
  number: number,
  what: Decision['what'],
  day: number,
  more: Partial<Decision> = {},
) => must(decide(memory, { finding: idOf(number), what, by: 'Ada', at: T0 + day * DAY, ...more }));

function planned(memory: LoopMemory, keys: readonly (string | Candidate)[], more: Partial<ItemPlanOptions> = {}) {
  const candidates = keys.map((one) => (typeof one === 'string' ? candidate(one) : one));
  const { attempt, leftOut } = itemPlan(memory, candidates, now, { retry: 'never', ...more });
  expect(attempt.length + leftOut.length).toBe(candidates.length);
  return {
    attempt: attempt.map((one) => one.candidate.key),
    chosen: attempt.filter((one) => one.chosen).map((one) => one.candidate.key),
    why: Object.fromEntries(leftOut.map((one) => [one.candidate.key, one.why])),
    reasons: leftOut.map((one) => one.reason),
  };
}

describe('the plan of the items', () => {
  it('attempts what nobody has tried, each key once', () => {
    expect(planned(empty, ['a', 'b', 'a', 'constructor'])).toMatchObject({
      attempt: ['a', 'b', 'constructor'],
      reasons: ['Another item of this run has the same key.'],
    });
  });

  it('leaves out what is done, tried, waiting or declined, and says what came of it', () => {
    const items = (['done', 'tried', 'waiting', 'declined'] as const).map((status) => item(status, { status }));
    const plan = planned(takeIn(empty, record('r1', 1, { items })), ['done', 'tried', 'waiting', 'declined', 'new']);
    expect(plan.attempt).toEqual(['new']);
    expect(plan.why).toEqual({ done: 'done', tried: 'tried', waiting: 'waiting', declined: 'declined' });
    expect(plan.reasons[1]).toBe(
      'Tried 2026-11-21 by run r1 (gave-up: tests still fail). It is not tried again unless a person says so.',
    );
  });

  it('tries again after as many runs as asked', () => {
    const tried = takeIn(empty, record('r1', 1, { items: [item('a')] }));
    const after = (runs: number) => {
      const since = Array.from({ length: runs }, (_, index) => record(`s${index}`, 2 + index / 10));
      return planned(since.reduce(takeIn, tried), ['a'], { retry: { afterRuns: 2 } }).attempt;
    };
    expect([0, 1, 2, 3].map(after)).toEqual([[], [], ['a'], ['a']]);
    expect(planned(tried, ['a'], { retry: { afterRuns: 0 } }).attempt).toEqual(['a']);
  });

  it('tries again when the data is another', () => {
    const memory = takeIn(empty, record('r1', 1, { items: [item('a', { fingerprint: 'x' }), item('b')] }));
    const candidates = [candidate('a', { fingerprint: 'x' }), candidate('b', { fingerprint: 'y' })];
    expect(planned(memory, candidates, { retry: 'when-changed' }).attempt).toEqual(['b']);
    expect(planned(memory, ['a'], { retry: 'when-changed' }).attempt).toEqual([]);
  });

  it('does not attempt what a person put away, and says who and why', () => {
    let memory = takeIn(empty, record('r1', 1, { findings: [1, 2, 3, 4].map((n) => finding(n)) }));
    memory = decided(memory, 1, 'never', 2, { note: 'the page is going away' });
    memory = decided(memory, 2, 'not-now', 2);
    memory = decided(memory, 3, 'later', 2, { until: T0 + 9 * DAY });
    memory = decided(memory, 4, 'later', 2, { until: T0 + 4 * DAY });
    const plan = planned(memory, ['finding 1', 'finding 2', 'finding 3', 'finding 4']);
    expect(plan.attempt).toEqual(['finding 4']);
    expect(plan.why).toEqual({ 'finding 1': 'declined', 'finding 2': 'declined', 'finding 3': 'later' });
    expect(plan.reasons[0]).toBe('Ada said "never" on 2026-11-22: the page is going away.');
    expect(plan.reasons[2]).toContain('It comes back on 2026-11-29.');
    expect(planned(memory, [candidate('other', { finding: idOf(1) })]).attempt).toEqual([]);
  });

  it('puts what a person chose first, through the threshold and past attempts, until it was attempted', () => {
    let memory = takeIn(
      empty,
      record('r1', 1, { findings: [finding(1), finding(2)], items: [item('finding 1', { status: 'declined' })] }),
    );
    memory = decided(decided(memory, 2, 'do', 3), 1, 'do', 2);
    const threshold = ({ key }: Candidate) => (key === 'new' ? undefined : 'severity is\u0007 low');
    const plan = planned(memory, ['low', 'new', 'finding 2', 'finding 1'], { threshold });
    expect(plan).toMatchObject({
      attempt: ['finding 1', 'finding 2', 'new'],
      chosen: ['finding 1', 'finding 2'],
      reasons: ['severity is low'],
    });
    const attempted = takeIn(memory, record('r2', 4, { items: [item('finding 1')] }));
    expect(planned(attempted, ['finding 1']).why).toEqual({ 'finding 1': 'tried' });
  });

  it('attempts at most as many as asked', () => {
    const memory = decided(takeIn(empty, record('r1', 1, { findings: [finding(1)] })), 1, 'do', 2);
    expect(planned(memory, ['a', 'b', 'finding 1'], { max: 2 })).toMatchObject({
      attempt: ['finding 1', 'a'],
      why: { b: 'max' },
    });
  });
});
