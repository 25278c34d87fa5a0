import { expect, it } from 'vitest';
import { decide } from '../../../src/memory/decide.ts';
import { takeIn } from '../../../src/memory/merge.ts';
import { withWhys } from '../../../src/memory/noteWhy.ts';
import type { InboxEvent } from '../../../src/model/inbox.ts';
import { type Decision, emptyMemory, type LoopMemory } from '../../../src/model/memory.ts';
import { Inbox } from '../../../src/runner/inbox.ts';
import { findingEntryId, tellFindings } from '../../../src/steps/findingEntries.ts';

const id = '0123abcd';
const hour = 3_600_000;

/** An inbox that keeps what was written to it. */
function inboxAt(clock: () => number) {
  const written: InboxEvent[] = [];
  const append = async (event: InboxEvent): Promise<void> => void written.push(event);
  return { inbox: new Inbox({ append, earlier: [], live: () => [], clock }), written };
}

function found(at: number, memory: LoopMemory = emptyMemory('look'), title = 'A leak'): LoopMemory {
  const nothing = { items: [], lessons: [], verdicts: [], closedFindings: [] };
  return takeIn(memory, { ...nothing, run: `run-${at}`, at, complete: true, findings: [{ id, key: 'leak', title }] });
}

function decided(memory: LoopMemory, what: Decision['what'], at: number, until?: number): LoopMemory {
  const taken = decide(memory, { finding: id, what, at, by: 'Ada <ada@example.com>', ...(until && { until }) });
  return taken.ok ? taken.value : expect.unreachable();
}

it('raises an open finding once, and says more when more is known of why it waits', async () => {
  const { inbox, written } = inboxAt(() => 9 * hour);
  const memory = found(hour);
  await tellFindings({ inbox }, memory, hour);
  await tellFindings({ inbox }, found(2 * hour, memory), 2 * hour);
  expect(written).toHaveLength(1);
  const known = withWhys(memory, new Map([[id, 'Nobody may touch the pipe.']]));
  expect(withWhys(known, new Map([[id, 'Nobody may touch the pipe.']]))).toBe(known);
  // To be found again as it was does not take away why it waits; to say something else does.
  await tellFindings({ inbox }, found(3 * hour, known), 3 * hour);
  expect(inbox.open().map(({ why }) => why)).toEqual([expect.stringContaining('Nobody may touch the pipe.')]);
  expect(found(4 * hour, known, 'A flood').findings[0]?.why).toBeUndefined();
});

it.each([
  ['never', /Decided: never/],
  ['not-now', /Decided: not-now/],
  ['do', /Decided: do/],
] as const)('takes a finding with the decision %s out', async (what, why) => {
  const { inbox, written } = inboxAt(() => 9 * hour);
  await tellFindings({ inbox }, found(hour), hour);
  await tellFindings({ inbox }, decided(found(hour), what, 2 * hour), 2 * hour);
  expect(inbox.open()).toEqual([]);
  expect(written.at(-1)).toMatchObject({
    type: 'closed',
    by: 'Ada <ada@example.com>',
    why: expect.stringMatching(why),
  });
});

it('brings a finding back when "later" is over, and when what "not now" was said about has changed', async () => {
  const { inbox } = inboxAt(() => 9 * hour);
  const later = decided(found(hour), 'later', 2 * hour, 5 * hour);
  await tellFindings({ inbox }, found(hour), hour);
  await tellFindings({ inbox }, later, 2 * hour);
  expect(inbox.open()).toEqual([]);
  await tellFindings({ inbox }, later, 6 * hour);
  expect(inbox.open()).toHaveLength(1);

  const notNow = decided(later, 'not-now', 7 * hour);
  await tellFindings({ inbox }, notNow, 7 * hour);
  expect(inbox.open()).toEqual([]);
  await tellFindings({ inbox }, found(8 * hour, notNow), 8 * hour);
  expect(inbox.open()).toEqual([]);
  await tellFindings({ inbox }, found(9 * hour, notNow, 'A flood'), 9 * hour);
  expect(inbox.open().map(({ title }) => title)).toEqual(['A flood']);
});

it('leaves one that a person has seen closed, until it was gone and is found again', async () => {
  let now = 2 * hour;
  const { inbox } = inboxAt(() => now);
  const memory = found(hour);
  await tellFindings({ inbox }, memory, hour);
  await inbox.dismiss(findingEntryId('look', id), '', 'Ada');
  await tellFindings({ inbox }, found(3 * hour, memory), 3 * hour);
  expect(inbox.open()).toEqual([]);
  const nothing = { items: [], findings: [], lessons: [], verdicts: [], closedFindings: [] };
  const gone = takeIn(memory, { ...nothing, run: 'run-gone', at: 4 * hour, complete: true });
  await tellFindings({ inbox }, gone, 4 * hour);
  const back = found(5 * hour, gone);
  await tellFindings({ inbox }, back, 5 * hour);
  expect(inbox.open()).toHaveLength(1);
  // That it was found again is news once, not each time it is seen from then on.
  now = 6 * hour;
  await inbox.dismiss(findingEntryId('look', id), '', 'Ada');
  await tellFindings({ inbox }, found(7 * hour, back), 7 * hour);
  expect(inbox.open()).toEqual([]);
});
