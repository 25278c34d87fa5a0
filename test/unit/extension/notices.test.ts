import { describe, expect, it } from 'vitest';
import { Notices } from '../../../src/extension/notices/notices.ts';
import { nowDoing } from '../../../src/extension/notices/progressWords.ts';
import { isQuiet, quietHoursPattern, readQuietHours } from '../../../src/extension/notices/quietHours.ts';
import { RunFeed } from '../../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { settingTable } from '../../../src/extension/settings.ts';
import { ok } from '../../../src/model/result.ts';
import { fold } from '../../../src/model/runState.ts';
import { FakeRunner } from './fakeRunner.ts';
import { itemOf } from './recordedRun.ts';

/** Longer than the gap between two updates. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 260));

const schedule = { kind: 'schedule', id: 's1', about: '0 6 * * *', at: 0 } as const;

/** A window on the runner: what it tells is written down, and stays until it is closed. */
function windowOn(runner: FakeRunner, more: { focused?: boolean; level?: 'needed' | 'all' | 'off' } = {}) {
  const world = { focused: true, level: 'needed' as const, quiet: false, reviewed: '', ...more };
  const told: string[] = [];
  const open: (() => void)[] = [];
  const pauses: number[] = [];
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const store = new RunStore(fold);
  const feed = new RunFeed(link, store, ({ message }) => expect.fail(message));
  const notices = new Notices({
    store,
    isReviewed: (run) => run === world.reviewed,
    level: () => world.level,
    isQuiet: () => world.quiet,
    isFocused: () => world.focused,
    claim: async (run, id) => {
      const claimed = await link.request('claim', { run, id });
      return claimed.ok && claimed.value.first;
    },
    show: ({ text, button }) => {
      told.push(`${text} [${button}]`);
      return new Promise((resolve) => open.push(resolve));
    },
    pause: async (ms) => {
      pauses.push(ms);
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
  });
  const close = () => {
    for (const end of [notices, feed, link]) end.dispose();
  };
  return { world, told, pauses, link, store, notices, close, closeNotices: () => open.splice(0).map((end) => end()) };
}

async function opened(...args: Parameters<typeof windowOn>) {
  const it = windowOn(...args);
  await it.link.open(true);
  await settled();
  return it;
}

describe('notices', () => {
  it('tell of a run of this window that waits, and of one that started itself', async () => {
    const runner = new FakeRunner();
    const one = await opened(runner);
    runner.newRun('mine').start();
    one.notices.watch('mine');
    runner.waitingRun('theirs');
    runner.newRun('itself').start({ trigger: schedule }).end({ status: 'gave-up', reason: 'It turned in circles.' });
    await settled();
    expect(one.told).toEqual(['keep-tests-green: It turned in circles. [Show Run]']);
    runner.runs.get('mine')?.end({ status: 'failed', reason: 'The disk is full.' });
    await settled();
    expect(one.told.slice(1)).toEqual(['keep-tests-green: The disk is full. [Show Run]']);
    one.close();
  });

  it('tell nothing of what was so before the window looked', async () => {
    const runner = new FakeRunner();
    const items = [itemOf('a'), itemOf('b')];
    runner.newRun('before').start({ trigger: schedule }).end({ status: 'failed', reason: 'Long ago.' });
    const waits = runner.waitingItems('waits', items);
    const one = await opened(runner);
    one.notices.watch('waits');
    await settled();
    expect(one.told).toEqual([]);
    waits.end({ status: 'failed', reason: 'Now.' });
    await settled();
    expect(one.told).toEqual(['keep-tests-green: Now. [Show Run]']);
    one.close();
  });

  it('tell what is only good to know when all is asked for, and nothing when none is', async () => {
    const runner = new FakeRunner();
    const [all, needed, off] = [
      await opened(runner, { level: 'all' }),
      await opened(new FakeRunner()),
      await opened(runner, { level: 'off' }),
    ];
    runner.newRun('r1').start({ trigger: schedule }).end({ status: 'nothing-found', reason: 'All is green.' });
    runner.newRun('r2').start({ trigger: schedule }).end({ status: 'stopped', reason: 'Stopped.' });
    await settled();
    expect(all.told).toEqual(['keep-tests-green: All is green. [Show Run]']);
    expect([...needed.told, ...off.told]).toEqual([]);
    for (const one of [all, needed, off]) one.close();
  });

  it('keep the quiet hours, and what a person reviews to themselves', async () => {
    const runner = new FakeRunner();
    const one = await opened(runner);
    one.world.quiet = true;
    runner.newRun('r1').start({ trigger: schedule }).end({ status: 'failed', reason: 'At night.' });
    await settled();
    one.world.quiet = false;
    one.world.reviewed = 'r2';
    runner.newRun('r2').start({ trigger: schedule }).end({ status: 'failed', reason: 'Under your eyes.' });
    await settled();
    expect(one.told).toEqual([]);
    one.close();
  });

  it('are told once in all windows, by the one before which somebody sits', async () => {
    const runner = new FakeRunner();
    const [away, here] = [await opened(runner, { focused: false }), await opened(runner)];
    for (let run = 1; run <= 3; run++) {
      runner
        .newRun(`r${run}`)
        .start({ trigger: schedule })
        .end({ status: 'failed', reason: `No ${run}.` });
    }
    await settled();
    await settled();
    expect(away.told).toEqual([]);
    expect(here.told).toHaveLength(3);
    expect(away.pauses.length).toBe(3);
    here.world.focused = false;
    runner.newRun('r4').start({ trigger: schedule }).end({ status: 'failed', reason: 'No 4.' });
    await settled();
    await settled();
    expect(away.told.length + here.told.length).toBe(4);
    for (const one of [away, here]) one.close();
  });

  it('come again for what waits later, and not while one of the run still stands', async () => {
    const runner = new FakeRunner();
    const one = await opened(runner);
    const [a, b, c] = [itemOf('a'), itemOf('b'), itemOf('c')];
    const run = runner.newRun('r1').start({ trigger: schedule }).found([a, b, c]);
    run.prepare(a.id).await(a.id);
    await settled();
    run.prepare(b.id).await(b.id);
    await settled();
    expect(one.told).toHaveLength(1);
    expect(one.told[0]).toContain('keep-tests-green (a): ');
    one.closeNotices();
    await settled();
    run.prepare(c.id).await(c.id);
    await settled();
    expect(one.told).toHaveLength(2);
    expect(one.told[1]).toContain('keep-tests-green (c): ');
    // How it ended is told beside it.
    run.end({ status: 'failed', reason: 'In the end.' });
    await settled();
    expect(one.told.slice(2)).toEqual(['keep-tests-green: In the end. [Show Run]']);
    one.close();
  });
});

describe('the progress of a run', () => {
  it('says what is done and for how long, until it rests', () => {
    const runner = new FakeRunner();
    const store = new RunStore(fold);
    const run = runner.newRun('r1').start();
    store.history('r1', run.events);
    const entry = store.get('r1');
    if (entry === undefined) throw new Error('no run');
    expect(nowDoing(entry, Date.parse(entry.summary.startedAt) + 65_000)).toBe('running · 1 min 05 s');
    run.end({ status: 'stopped', reason: 'Stopped.' });
    store.history('r1', run.events);
    expect(nowDoing(store.get('r1') ?? entry, 0)).toBeUndefined();
  });
});

describe('quiet hours', () => {
  const at = (time: string) => new Date(`2026-03-01T${time}:00`);

  it.each([
    ['22:00-07:00', ['22:00', '23:59', '00:00', '06:59'], ['07:00', '12:00', '21:59']],
    ['12:30-13:00', ['12:30', '12:59'], ['13:00', '12:29', '00:00']],
    ['08:00-08:00', ['08:00', '07:59', '20:00'], []],
  ])('%s', (text, within, without) => {
    const hours = readQuietHours(text);
    if (typeof hours !== 'object') throw new Error(`${text} was not read`);
    for (const time of within) expect(isQuiet(hours, at(time)), time).toBe(true);
    for (const time of without) expect(isQuiet(hours, at(time)), time).toBe(false);
  });

  it.each(['22-7', '24:00-07:00', '22:00', '22:60-07:00', 'night'])('%s are malformed, in the settings too', (text) => {
    expect(readQuietHours(text)).toBe('malformed');
    expect(text).not.toMatch(new RegExp(settingTable['loopwright.quietHours'].pattern));
  });

  it('may be none', () => {
    expect(readQuietHours(' ')).toBeUndefined();
    expect('').toMatch(new RegExp(quietHoursPattern));
  });
});
