import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/insights/accountOf.ts';
import type { Change } from '../../../src/model/change.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { PersonSays } from '../../../src/model/person.ts';
import { foldAll } from '../../../src/model/runState.ts';
import {
  ada,
  change,
  concludeEvents,
  file,
  head,
  landed,
  recorded,
  repairEvents,
  runStart,
  step,
} from '../cli/journal.ts';

const start = runStart('r');
const spend = { tokens: 7, costUsd: null };
/** What the target gains: two files that people wrote, two that programs did, one without an added line. */
const merged: Change = {
  ...change,
  files: [
    file('src/booking.js', 5, 1),
    file('src/rooms.js', 20, 0),
    file('package-lock.json', 900, 3),
    file('dist/index.js', 400, 0),
    file('src/gone.js', 0, 30),
  ],
};

const says = (value: PersonSays, n: number): RunEvent => ({
  type: 'signal.sent',
  id: `said-${n}`,
  box: 'default',
  value,
});
const answered = (more: { path?: string; correct?: boolean; head?: string }): PersonSays => ({
  kind: 'answered',
  head,
  prompt: 'p',
  correct: true,
  by: ada,
  ...more,
});

function* landing(of: Change): Iterable<RunEvent> {
  const configuration = 'c';
  const common = { item: 'default', run: 'r', into: 'refs/heads/main', configuration };
  const request = { ...common, head, squash: true, message: 'm', identity: ada, at: 1 };
  const result = { status: 'merged' as const, candidate: landed, old: change.base, change: of };
  yield* step('default/land/1/merge', 'merge', request as never, result);
  const order = { ...common, candidate: landed, old: change.base };
  yield* step('default/land/1/land', 'land', order as never, { status: 'landed', commit: landed });
  yield* concludeEvents(start, 'default', { status: 'delivered', reason: 'Landed.', commit: landed });
}

function landedOf(...said: readonly PersonSays[]) {
  const state = foldAll(recorded([...repairEvents(start), ...said.map(says), ...landing(merged)]));
  if (state === undefined) throw new Error('no state');
  const [item] = accountOf(state, () => spend).items;
  return item;
}
const owedBy = (...said: readonly PersonSays[]) =>
  Object.fromEntries(landedOf(...said)?.landed?.files.map(({ path, owed }) => [path, owed]) ?? []);

describe('the account of a run', () => {
  it('has what landed, and owes every line that a person wrote nothing about', () => {
    expect(landedOf()).toMatchObject({ id: 'default', status: 'delivered', iterations: 1, reached: true });
    expect(landedOf()?.landed).toMatchObject({ commit: landed, spend });
    expect(owedBy()).toEqual({ 'src/booking.js': 5, 'src/rooms.js': 20, 'package-lock.json': 0, 'dist/index.js': 0 });
  });

  it('owes nothing for a file about which a prompt was answered right, as it landed', () => {
    expect(owedBy(answered({ path: 'src/booking.js' }))['src/booking.js']).toBe(0);
    expect(owedBy(answered({ path: 'src/booking.js' }))['src/rooms.js']).toBe(20);
  });

  it('owes still what was answered wrong, about other content, or about nobody knows which file', () => {
    expect(owedBy(answered({ path: 'src/booking.js', correct: false }))['src/booking.js']).toBe(5);
    expect(owedBy(answered({ path: 'src/booking.js', head: 'e'.repeat(40) }))['src/booking.js']).toBe(5);
    expect(owedBy(answered({}))['src/booking.js']).toBe(5);
  });

  it('tells why an item gave up, and of no landing where there was none', () => {
    const gaveUp = { status: 'gave-up' as const, reason: 'Stalled.' };
    const state = foldAll(recorded([...repairEvents(start), ...concludeEvents(start, 'default', gaveUp)]));
    if (state === undefined) throw new Error('no state');
    const [item] = accountOf(state, () => spend).items;
    expect(item).toMatchObject({ status: 'gave-up', why: 'Stalled.' });
    expect(item?.landed).toBeUndefined();
  });
});
