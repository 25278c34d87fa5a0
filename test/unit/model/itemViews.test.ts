import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/model/event.ts';
import { fold, type RunState } from '../../../src/model/runState.ts';
import { itemsOf, newestAccountOf } from '../../../src/model/runView.ts';
import { eventsOf } from '../../bench/runOfItems.ts';

const by = { name: 'Ada', email: 'ada@example.org' };

/** The states of a run of two items, one for each of its events. */
function states(): readonly RunState[] {
  const all: RunState[] = [];
  for (const event of eventsOf(2, 2)) all.push(fold(all.at(-1), { seq: all.length, at: all.length, event }));
  return all;
}

describe('the views of items', () => {
  it('are of the state that they were asked of, whatever was asked before', () => {
    for (const state of states()) {
      // A copy is a state that nobody has asked about yet.
      expect(itemsOf(state)).toEqual(itemsOf(structuredClone(state)));
    }
  });

  it('tell the steps of each iteration in the order they began, and those of none', () => {
    const [first] = itemsOf(states().at(-1) as RunState);
    expect(first?.iterations.map(({ number, steps }) => [number, steps.length])).toEqual([
      [1, 8],
      [2, 8],
    ]);
    expect(first?.steps).toEqual([]);
  });

  it('are worked out anew for the item that an event is about alone', () => {
    const [before, after] = states().slice(-2);
    const [same, other] = [before, after].map((state) => itemsOf(state as RunState));
    expect(other?.[0]).toBe(same?.[0]);
    expect(other?.[1]).not.toBe(same?.[1]);
  });

  it('tell what ended in the middle of an iteration, and keep what they said of the iterations before', () => {
    const events = [...eventsOf(1, 2)];
    const isOf = (name: string) => (event: RunEvent) => 'key' in event && event.key.endsWith(`/2/check/${name}`);
    const others = events.filter((event) => !isOf('test')(event) && !isOf('lint')(event));
    const at = others.findIndex((event) => 'key' in event && event.key.endsWith('/2/verify'));
    const [testBegins, testEnds, lintBegins] = events.filter((event) => isOf('test')(event) || isOf('lint')(event));
    const sideBySide = [...others.slice(0, at), testBegins, lintBegins, testEnds] as RunEvent[];
    const all: RunState[] = [];
    for (const event of sideBySide) all.push(fold(all.at(-1), { seq: all.length, at: all.length, event }));
    const [before, after] = all.slice(-2).map((state) => itemsOf(state)[0]?.iterations);
    expect(before?.[1]?.checks).toEqual([]);
    expect(after?.[1]?.checks.map(({ id }) => id)).toEqual(['test']);
    expect(after?.[0]).toBe(before?.[0]);
  });

  it('know the sum that was worked out last, whichever item did', () => {
    const [last] = states().slice(-1) as [RunState];
    const [one, other] = [...last.items.values()];
    const swapped = { ...last, items: new Map([other, one].map((item) => [item?.id, item])) } as RunState;
    for (const state of [last, swapped]) expect(newestAccountOf(state)?.key).toBe(`${other?.id}/2/account`);
    expect(newestAccountOf(states()[0] as RunState)).toBeUndefined();
  });

  it('tell a note that was written since', () => {
    const last = states().at(-1) as RunState;
    expect(itemsOf(last)[0]?.notes).toEqual([]);
    const note = { id: 'n1', text: 'Mind the gap.', by };
    const noted = fold(last, { seq: last.seq + 1, at: 99, event: { type: 'note.written', note } });
    expect(itemsOf(noted)[0]?.notes.map(({ text }) => text)).toEqual(['Mind the gap.']);
  });
});
