import { describe, expect, it } from 'vitest';
import { PageStates } from '../../../media/run/pageState.ts';
import type { IterationRow } from '../../../src/protocol/runPageView.ts';

const row = (number: number, words: string): IterationRow => ({
  number,
  look: { icon: 'pass', words },
  startedAt: 0,
  phases: [],
  spend: '',
  turned: [],
  marks: [],
});

const event = (seq: number) => ({ seq, at: 0, event: 'clock.read', step: '', detail: '' });

describe('what a page knows of its run', () => {
  it('keeps what was not told anew, and puts changed iterations in their place', () => {
    const states = new PageStates();
    const goal = { expression: 'x', parts: [], iteration: 1, accepted: false, objections: [] };
    states.take(
      { show: 'news', now: 500, goal, iterations: { order: [0, 1], rows: [row(0, 'looked'), row(1, 'running')] } },
      400,
    );
    states.take(
      { show: 'news', now: 700, iterations: { order: [0, 1, 2], rows: [row(1, 'failed'), row(2, 'running')] } },
      600,
    );
    expect(states.now.goal).toEqual(goal);
    expect(states.now.clock).toBe(100);
    expect(states.now.iterations?.map(({ number, look }) => [number, look.words])).toEqual([
      [0, 'looked'],
      [1, 'failed'],
      [2, 'running'],
    ]);
  });

  it('takes events in their place, also those that it has already', () => {
    const states = new PageStates();
    states.take({ show: 'journal', from: 0, rows: [event(0), event(1)] }, 0);
    states.take({ show: 'journal', from: 0, rows: [event(0), event(1)] }, 0);
    states.take({ show: 'journal', from: 2, rows: [event(2)] }, 0);
    expect(states.now.journal.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });

  it('begins a log anew with another step', () => {
    const states = new PageStates();
    const log = { show: 'log', form: 'text', ended: false } as const;
    states.take({ ...log, step: 'a', text: 'one', begins: true }, 0);
    states.take({ ...log, step: 'a', text: ' two', begins: false }, 0);
    expect(states.now.log?.text).toBe('one two');
    states.take({ ...log, step: 'b', text: 'three', begins: true }, 0);
    expect(states.now.log).toMatchObject({ step: 'b', text: 'three', entries: [] });
  });

  it('forgets what was of another item', () => {
    const states = new PageStates();
    states.take({ show: 'news', now: 0, pass: { number: 1, reasons: [], warnings: [] } }, 0);
    states.take({ show: 'patch', iteration: 1, patch: 'x', cut: false, why: '' }, 0);
    states.take({ show: 'cleared' }, 0);
    expect(states.now.pass).toBeUndefined();
    expect(states.now.patches.size).toBe(0);
  });
});
