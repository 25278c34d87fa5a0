import { describe, expect, it } from 'vitest';
import type { RecordedEvent, RunEvent } from '../../../src/model/event.ts';
import type { PersonSays } from '../../../src/model/person.ts';
import { fold, foldAll, type RunState, statusOf, stepOf, stepsOf } from '../../../src/model/runState.ts';
import { checkInput, edited, passedCommand, runStart } from '../journal/events.ts';

const by = { name: 'Ada', email: 'ada@example.com' };
const head = 'a'.repeat(40);
const answered: PersonSays = { kind: 'answered', head, prompt: '1', correct: true, by };
const noPrompt: PersonSays = { kind: 'no-prompt', head, why: 'no line is left' };

const begun: RunEvent = { type: 'run.started', start: runStart };
const started = (key: string): RunEvent => ({ type: 'step.started', key, kind: 'check', input: checkInput(key) });
const finished = (key: string): RunEvent => ({
  type: 'step.finished',
  key,
  outcome: { status: 'done', result: passedCommand },
});
const stopped = (key: string): RunEvent => ({ type: 'step.finished', key, outcome: { status: 'stopped' } });
const awaited = (key: string, box: string): RunEvent => ({ type: 'signal.awaited', key, box });
const sent = (id: string, box: string, value: PersonSays): RunEvent => ({ type: 'signal.sent', id, box, value });
const taken = (key: string, id: string | null): RunEvent => ({ type: 'signal.taken', key, id });

const recorded = (events: Iterable<RunEvent>): readonly RecordedEvent[] =>
  [...events].map((event, seq) => ({ seq, at: seq * 10, event }));

function folded(...events: readonly RunEvent[]): RunState {
  const state = foldAll(recorded([begun, ...events]));
  if (state === undefined) throw new Error('nothing was folded');
  return state;
}

/** Some of everything, in three lanes. */
const story: readonly RunEvent[] = [
  begun,
  started('run/look'),
  started('a/1'),
  { type: 'clock.read', key: 'a/now', now: 5 },
  finished('run/look'),
  started('b/1'),
  finished('b/1'),
  started('a/1'),
  finished('a/1'),
  { type: 'signal.awaited', key: 'a/wait', box: 'a', deadline: 70 },
  awaited('b/wait', 'b'),
  sent('1', 'a', answered),
  taken('a/wait', '1'),
  sent('2', 'b', edited),
  taken('b/wait', '2'),
  awaited('b/wait2', 'b'),
  { type: 'signal.expired', key: 'a/wait' },
  { type: 'stop.requested', by: 'Ada' },
  stopped('a/2'),
  stopped('late/1'),
  taken('b/wait2', null),
  { type: 'run.finished', outcome: { status: 'stopped', reason: 'x' } },
];

describe('the fold', () => {
  it('is the same one by one and all at once, twice told or from the middle, and leaves every state as it was', () => {
    const events = recorded(story);
    const states: { readonly state: RunState; readonly text: string }[] = [];
    let state: RunState | undefined;
    for (const event of events) {
      state = fold(state, event);
      states.push({ state, text: shown(state) });
      expect(fold(state, event)).toBe(state);
    }
    for (const [index, one] of states.entries()) {
      expect(shown(one.state), `the state after ${index}`).toBe(one.text);
      expect(shown(foldAll(events.slice(0, index + 1)))).toBe(one.text);
      expect(shown(events.slice(index).reduce((so, event) => fold(so, event), one.state))).toBe(shown(state));
    }
    expect(shown(foldAll(events.flatMap((event) => [event, event])))).toBe(shown(state));
    expect(foldAll([])).toBeUndefined();
    expect(() => fold(undefined, { seq: 0, at: 0, event: started('a') })).toThrow('must begin with run.started');
  });

  it('shares with the state before what an event is not about', () => {
    const before = folded(started('a/1'), started('b/1'));
    const state = fold(before, { seq: 9, at: 9, event: finished('b/1') });
    expect(state.items.get('a')).toBe(before.items.get('a'));
    expect(state.items.get('b')).not.toBe(before.items.get('b'));
    expect([state.steps, state.taken]).toEqual([before.steps, before.taken]);
  });

  it('keeps the steps of the run and of each item apart, each where it was first started', () => {
    const state = folded(
      started('run/look'),
      started('a/1'),
      started('a/2'),
      started('b/1'),
      started('a/1'),
      finished('a/1'),
    );
    expect(state.steps.map(({ key }) => key)).toEqual(['run/look']);
    expect(state.items.get('a')?.steps.map(({ key, status }) => [key, status])).toEqual([
      ['a/1', 'passed'],
      ['a/2', 'running'],
    ]);
    expect(stepOf(state, 'a/1')).toMatchObject({ startedAt: 50, finishedAt: 60 });
    expect(stepOf(state, 'c/1')).toBeUndefined();
    expect(stepsOf(state).map(({ key }) => key)).toEqual(['run/look', 'a/1', 'a/2', 'b/1']);
  });

  it('makes no item of a lane that a stop kept from beginning', () => {
    expect([...folded(started('a/1'), { type: 'stop.requested', by: 'Ada' }, stopped('late/1')).items.keys()]).toEqual([
      'a',
    ]);
  });
});

/** A state as text, its map and set too. */
const shown = (state: RunState | undefined): string =>
  JSON.stringify(state, (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value));

describe('the status of a run', () => {
  it('is waiting all the while it hears answers, and at work once it is told what to do', () => {
    for (const word of [answered, noPrompt]) {
      expect(statusOf(folded(awaited('a/w', 'a'), sent('1', 'a', word)))).toBe('waiting');
      expect(statusOf(folded(awaited('a/w', 'a'), sent('1', 'a', word), taken('a/w', '1')))).toBe('waiting');
    }
    expect(statusOf(folded(awaited('a/w', 'a'), sent('1', 'a', edited), taken('a/w', '1')))).toBe('running');
  });

  it('is waiting only where nothing but waiting goes on', () => {
    const concluded = started('c/conclude');
    expect(statusOf(folded(awaited('a/w', 'a'), started('b/1')))).toBe('running');
    expect(statusOf(folded(awaited('a/w', 'a'), started('b/1'), awaited('b/w', 'b')))).toBe('waiting');
    expect(
      statusOf(folded(awaited('a/w', 'a'), { ...concluded, kind: 'conclude', input: conclusion } as RunEvent)),
    ).toBe('waiting');
    expect(statusOf(folded({ ...concluded, kind: 'conclude', input: conclusion } as RunEvent))).toBe('running');
    expect(statusOf(folded(awaited('a/w', 'a'), { type: 'signal.expired', key: 'a/w' }))).toBe('running');
  });
});

const conclusion = {
  item: 'c',
  loop: 'fix',
  run: 'r1',
  outcome: { status: 'gave-up', reason: 'x' },
  iterations: 1,
  findings: [],
  complete: true,
  lessons: [],
  verdicts: [],
  at: 1,
};
