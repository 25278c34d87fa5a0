import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReplayMismatch } from '../../../src/journal/engine.ts';
import { wakeBy } from '../../../src/journal/wake.ts';
import { SimulatedClock } from '../../support/simulatedClock.ts';
import { edited, rejected } from './events.ts';
import { FakeDisk } from './fakeDisk.ts';
import { type Given, openedRun, outcomeOf, settled } from './openedRun.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const folder = temporaryFolders();

/** A run over a directory with a clock of its own. */
function at(clock: SimulatedClock, directory = folder(), more: Partial<Given> = {}) {
  return openedRun({ directory, clock: clock.now, wake: clock.wake, ...more });
}

describe('boxes', () => {
  it('keep what is said to them apart', async () => {
    const run = openedRun({ directory: folder() });
    const waits = [run.signal('a/wait', 'a'), run.signal('b/wait', 'b')];
    await settled();
    await run.deliver({ id: '1', box: 'b', value: rejected });
    await run.deliver({ id: '2', box: 'c', value: rejected });
    expect(await waits[1]).toEqual(rejected);
    await run.deliver({ id: '3', box: 'a', value: edited });
    expect(await waits[0]).toEqual(edited);
    expect(await run.signal('c/wait', 'c')).toEqual(rejected);
    await run.close();
  });

  it('keep what no wait took over a crash, each in its order', async () => {
    const directory = folder();
    const first = openedRun({ directory });
    for (const [id, box, value] of [
      ['1', 'a', edited],
      ['2', 'b', rejected],
      ['3', 'a', rejected],
    ] as const) {
      await first.deliver({ id, box, value });
    }
    expect(await first.signal('a/1', 'a')).toEqual(edited);
    await first.close();
    const run = openedRun({ directory });
    expect(await run.signal('b/1', 'b')).toEqual(rejected);
    expect(await run.signal('a/1', 'a')).toEqual(edited);
    expect(await run.signal('a/2', 'a')).toEqual(rejected);
    expect(await run.deliver({ id: '3', box: 'b', value: rejected })).toBe('known');
    await run.close();
  });

  it('cannot be changed for a wait that is recorded', async () => {
    const directory = folder();
    const first = openedRun({ directory });
    void first.signal('a/1', 'a');
    await settled();
    await first.close();
    const run = openedRun({ directory });
    await expect(run.signal('a/1', 'b')).rejects.toThrow(ReplayMismatch);
    await run.close();
  });
});

describe('a deadline', () => {
  it('ends the wait, and what is said afterwards is for the next one', async () => {
    const clock = new SimulatedClock(1000);
    const directory = folder();
    const run = at(clock, directory);
    const wait = run.signal('a/1', 'a', { deadline: 5000 });
    await settled();
    await clock.pass(3999);
    await run.deliver({ id: '1', box: 'b', value: edited });
    expect(await Promise.race([wait, 'still waiting'])).toBe('still waiting');
    await clock.pass(1);
    expect(await wait).toBe('expired');
    await run.deliver({ id: '2', box: 'a', value: rejected });
    expect(await run.signal('a/2', 'a')).toEqual(rejected);
    await run.close();
    const replayed = at(new SimulatedClock(0), directory);
    expect(await replayed.signal('a/1', 'a', { deadline: 5000 })).toBe('expired');
    expect(await replayed.signal('a/2', 'a')).toEqual(rejected);
    expect(replayed.events).toEqual(run.events);
    await replayed.close();
  });

  it('does nothing once the wait has ended', async () => {
    const clock = new SimulatedClock();
    const run = at(clock);
    const wait = run.signal('a/1', 'a', { deadline: 5000 });
    await settled();
    await run.deliver({ id: '1', box: 'a', value: edited });
    expect(await wait).toEqual(edited);
    expect(clock.next).toBeUndefined();
    await clock.pass(10_000);
    expect(run.events.some(({ event }) => event.type === 'signal.expired')).toBe(false);
    await run.close();
  });

  it('that passed while nobody ran ends the wait at once, by what was recorded', async () => {
    const directory = folder();
    const first = at(new SimulatedClock(1000), directory);
    void first.signal('a/1', 'a', { deadline: 5000 });
    await settled();
    await first.close();
    const run = at(new SimulatedClock(6000), directory);
    // The interpreter may work it out anew: what holds is what the wait began with.
    expect(await run.signal('a/1', 'a', { deadline: 9000 })).toBe('expired');
    await run.close();
  });

  it('loses to what was said before it was noticed, also over a crash', async () => {
    const directory = folder();
    const first = at(new SimulatedClock(1000), directory);
    await first.deliver({ id: '1', box: 'a', value: edited });
    await first.close();
    const run = at(new SimulatedClock(6000), directory);
    expect(await run.signal('a/1', 'a', { deadline: 5000 })).toEqual(edited);
    expect(await run.signal('a/2', 'a', { deadline: 5000 })).toBe('expired');
    await run.close();
  });

  it('loses to what is on its way to the disk when it passes', async () => {
    const disk = new FakeDisk();
    disk.syncTime = 20;
    const clock = new SimulatedClock(1000);
    const run = at(clock, folder(), { files: disk });
    const waits = [run.signal('a/1', 'a', { deadline: 5000 }), run.signal('a/2', 'a', { deadline: 5000 })];
    await vi.waitFor(() => expect(run.events).toHaveLength(2));
    const delivered = run.deliver({ id: '1', box: 'a', value: edited });
    await clock.pass(4000);
    await delivered;
    expect(await Promise.all(waits)).toEqual([edited, 'expired']);
    expect(run.events.slice(2).map(({ event }) => event.type)).toEqual([
      'signal.sent',
      'signal.taken',
      'signal.expired',
    ]);
    await run.close();
  });

  it('is not noticed by a run that was closed', async () => {
    const clock = new SimulatedClock();
    const run = at(clock);
    void run.signal('a/1', 'a', { deadline: 5000 });
    await settled();
    await run.close();
    expect(clock.next).toBeUndefined();
  });

  it('loses to a stop', async () => {
    const clock = new SimulatedClock();
    const run = at(clock);
    const wait = outcomeOf(run.signal('a/1', 'a', { deadline: 5000 }));
    await settled();
    await run.requestStop('Ada');
    expect(await wait).toBe('Stopped: The run was stopped by Ada.');
    expect(clock.next).toBeUndefined();
    await run.close();
  });
});

describe('real timers', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A moment a day away, on a clock that tests set. */
  function asleep() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let now = 0;
    const woken = vi.fn();
    const callOff = wakeBy(() => now)(86_400_000, woken);
    return {
      woken,
      callOff,
      set: (time: number) => {
        now = time;
      },
    };
  }

  it('look at the clock every 30 s, so that a jump is noticed', () => {
    const { woken, set } = asleep();
    vi.advanceTimersByTime(3_600_000);
    expect(woken).not.toHaveBeenCalled();
    set(86_400_000);
    vi.advanceTimersByTime(30_000);
    expect(woken).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(3_600_000);
    expect(woken).toHaveBeenCalledTimes(1);
  });

  it('wait on when the clock was set back', () => {
    const { woken, set } = asleep();
    set(86_399_999);
    vi.advanceTimersByTime(30_000);
    set(0);
    vi.advanceTimersByTime(30_000);
    expect(woken).not.toHaveBeenCalled();
  });

  it('can be called off, and never call back at once', () => {
    const { woken, callOff, set } = asleep();
    callOff();
    set(86_400_000);
    vi.advanceTimersByTime(60_000);
    expect(woken).not.toHaveBeenCalled();
    const late = vi.fn();
    wakeBy(() => 10)(5, late);
    expect(late).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(late).toHaveBeenCalledTimes(1);
  });
});
