import { describe, expect, it } from 'vitest';
import { Stopped } from '../../../src/engine/durable.ts';
import type { JournalRun } from '../../../src/journal/engine.ts';
import type { Note } from '../../../src/model/order.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { SimulatedClock } from '../../support/simulatedClock.ts';
import { edited, runStart } from './events.ts';
import { openedRun, outcomeOf, settled } from './openedRun.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();
const by = { name: 'Ada', email: 'ada@example.org' };

/** A run over a directory, from its start on. */
async function opened(directory = folder(), clock = new SimulatedClock()): Promise<JournalRun> {
  const run = openedRun({ directory, clock: clock.now, wake: clock.wake });
  await run.start(runStart);
  return run;
}

const pause = (run: JournalRun) => run.order({ type: 'pause.requested', by });
const resume = (run: JournalRun) => run.order({ type: 'resume.requested', by });
const write = (run: JournalRun, note: Pick<Note, 'id'> & Partial<Note>) =>
  run.order({ type: 'note.written', note: { text: `mind ${note.id}`, by, ...note } });
const typesOf = (run: JournalRun) => run.events.map(({ event }) => event.type);
const check = { item: 'a', worktree: '/w', check: { id: 'c', run: 'c', env: {}, timeoutSeconds: 1 } };

describe('a hold', () => {
  it('is begun only while the run is paused, and ends when it is resumed', async () => {
    const clock = new SimulatedClock();
    const run = await opened(folder(), clock);
    expect(await run.held('a/make/held/1', 'a/make')).toBe(false);
    await pause(run);
    expect(await run.held('a/make/held/2', 'a/make')).toBe(true);
    const released = run.released('a/make/held/2');
    await clock.pass(5000);
    await resume(run);
    expect(await released).toBe(5000);
    expect(await run.held('a/make/held/3', 'a/make')).toBe(false);
    await run.close();
  });

  it('takes as long as it took when it is replayed, in whatever state the run is then', async () => {
    const directory = folder();
    const clock = new SimulatedClock();
    const first = await opened(directory, clock);
    await pause(first);
    await first.held('a/make/held/1', 'a/make');
    const released = first.released('a/make/held/1');
    await clock.pass(700);
    await resume(first);
    await released;
    await pause(first);
    await first.close();
    const run = await opened(directory, clock);
    await clock.pass(10_000);
    expect(await run.held('a/make/held/1', 'a/make')).toBe(true);
    expect(await run.released('a/make/held/1')).toBe(700);
    expect(await run.held('a/make/held/2', 'a/make')).toBe(true);
    await run.close();
  });

  it('goes on for a successor while nobody has ended it, and counts from its beginning', async () => {
    const directory = folder();
    const clock = new SimulatedClock();
    const first = await opened(directory, clock);
    await pause(first);
    await first.held('a/make/held/1', 'a/make');
    void first.released('a/make/held/1');
    await settled();
    await first.close();
    await clock.pass(2000);
    const run = await opened(directory, clock);
    expect(await run.held('a/make/held/1', 'a/make')).toBe(true);
    const released = run.released('a/make/held/1');
    await settled();
    expect(typesOf(run)).not.toContain('hold.ended');
    await clock.pass(1000);
    await resume(run);
    expect(await released).toBe(3000);
    await run.close();
  });

  it('never comes before a step that was begun, however late the pause', async () => {
    const directory = folder();
    const first = await opened(directory);
    await first.step('a/check', 'check', check);
    await pause(first);
    await first.close();
    const run = await opened(directory);
    expect(await run.held('a/check/held/1', 'a/check')).toBe(false);
    await run.step('a/check', 'check', check);
    expect(await run.held('a/next/held/1', 'a/next')).toBe(true);
    await run.close();
  });

  it('ends with a stop, which tells the lane once', async () => {
    const directory = folder();
    const first = await opened(directory);
    await pause(first);
    await first.held('a/make/held/1', 'a/make');
    const released = outcomeOf(first.released('a/make/held/1'));
    await first.requestStop('Ada');
    expect(await released).toBe('Stopped: The run was stopped by Ada.');
    expect(await outcomeOf(first.step('a/tidy', 'check', check))).toBe('done');
    // Another lane was not told yet: it hears of the stop where it begins something, not in a hold.
    expect(await first.held('b/make/held/1', 'b/make')).toBe(false);
    expect(await outcomeOf(first.step('b/make', 'check', check))).toMatch(/^Stopped/);
    await first.close();
    const run = await opened(directory);
    await run.held('a/make/held/1', 'a/make');
    await expect(run.released('a/make/held/1')).rejects.toThrow(Stopped);
    expect(await outcomeOf(run.step('a/tidy', 'check', check))).toBe('done');
    await run.close();
  });

  it('does not keep from a wait what a person says', async () => {
    const run = await opened();
    await pause(run);
    await run.held('a/make/held/1', 'a/make');
    void run.released('a/make/held/1');
    const wait = run.signal('b/wait', 'b');
    await run.deliver({ id: '1', box: 'b', value: edited });
    expect(await wait).toEqual(edited);
    await run.close();
  });
});

const makeInput = (notes?: readonly string[]): StepInput<'make'> => ({
  item: 'a',
  worktree: '/w',
  agent: 'command',
  env: {},
  session: 's',
  memory: '',
  limits: [],
  loop: 'fix',
  iteration: 1,
  head: 'a'.repeat(40),
  feedback: '',
  checks: [],
  allowedPaths: [],
  protectedPaths: [],
  ...(notes === undefined ? {} : { notes: [...notes] }),
});

const names = (notes: readonly Note[]) => notes.map(({ id }) => id);

describe('notes', () => {
  it('wait until a make names them, in their order, each for its lane or for all', async () => {
    const directory = folder();
    const run = await opened(directory);
    await write(run, { id: '1' });
    await write(run, { id: '2', item: 'b' });
    await write(run, { id: '3', item: 'a' });
    await write(run, { id: '3', item: 'a' });
    expect(names(await run.notes('a/1/make'))).toEqual(['1', '3']);
    expect(names(await run.notes('b/1/make'))).toEqual(['1', '2']);
    await outcomeOf(run.step('a/1/make', 'make', makeInput(['1', '3'])));
    await write(run, { id: '4' });
    expect(names(await run.notes('a/2/make'))).toEqual(['4']);
    expect(names(await run.notes('b/1/make'))).toEqual(['1', '2', '4']);
    await run.close();
    const replayed = await opened(directory);
    expect(names(await replayed.notes('a/1/make'))).toEqual(['1', '3']);
    expect(names(await replayed.notes('a/2/make'))).toEqual(['4']);
    await replayed.close();
  });

  it('are not taken by a make of an older journal that named none', async () => {
    const directory = folder();
    const first = await opened(directory);
    await outcomeOf(first.step('a/1/make', 'make', makeInput()));
    await write(first, { id: 'late' });
    await first.close();
    const run = await opened(directory);
    expect(await run.notes('a/1/make')).toEqual([]);
    expect(names(await run.notes('a/2/make'))).toEqual(['late']);
    await run.close();
  });
});

describe('what was ordered', () => {
  it('is told as it stood when a step was begun or a clock read', async () => {
    const directory = folder();
    const clock = new SimulatedClock();
    const first = await opened(directory, clock);
    const raise = (to: object) => first.order({ type: 'limits.raised', to, by });
    await first.now('a/1');
    await raise({ tokens: 5, minutes: 7 });
    await first.now('a/2');
    await pause(first);
    await clock.pass(400);
    await first.step('a/3', 'check', check);
    await clock.pass(600);
    await resume(first);
    await raise({ tokens: 9 });
    await first.now('a/4');
    const told = async (run: JournalRun) => Promise.all(['a/1', 'a/2', 'a/3', 'a/4'].map((key) => run.ordered(key)));
    const expected = [
      { pausedMs: 0, raised: {} },
      { pausedMs: 0, raised: { tokens: 5, minutes: 7 } },
      { pausedMs: 400, raised: { tokens: 5, minutes: 7 } },
      { pausedMs: 1000, raised: { tokens: 9, minutes: 7 } },
    ];
    expect(await told(first)).toEqual(expected);
    await first.close();
    const run = await opened(directory, clock);
    expect(await told(run)).toEqual(expected);
    await run.close();
  });

  it('is refused once the run has ended', async () => {
    const run = await opened();
    await run.finish({ status: 'delivered', reason: 'done' });
    expect(await pause(run)).toBe('over');
    expect(typesOf(run)).not.toContain('pause.requested');
    await run.close();
  });
});
