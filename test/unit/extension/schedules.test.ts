import { describe, expect, it } from 'vitest';
import { Listeners } from '../../../src/extension/listeners.ts';
import { inputProblem, readInput } from '../../../src/extension/loops/inputValue.ts';
import { Schedules } from '../../../src/extension/loops/schedules.ts';
import { scheduleFacts, scheduleWords } from '../../../src/extension/loops/scheduleWords.ts';
import { RunFeed } from '../../../src/extension/runner/runFeed.ts';
import { RunnerLink } from '../../../src/extension/runner/runnerLink.ts';
import { RunStore } from '../../../src/extension/runs/runStore.ts';
import { ok } from '../../../src/model/result.ts';
import { fold } from '../../../src/model/runState.ts';
import type { ScheduledLoop } from '../../../src/protocol/runner.ts';
import { FakeRunner } from './fakeRunner.ts';

const file = '.loops/nightly.loop.yaml';
const nightly: ScheduledLoop = {
  loop: 'nightly',
  file,
  state: 'off',
  why: 'Nobody has allowed it yet.',
  triggers: ['schedule 0 6 * * 1-5 (UTC)'],
  next: [],
};

/** Longer than the gap between two updates. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 250));

function watched() {
  const runner = new FakeRunner();
  runner.scheduled.set(file, nightly);
  const link = new RunnerLink(
    async () => ok(runner.connect()),
    () => true,
  );
  const store = new RunStore(fold);
  const feed = new RunFeed(link, store, () => {});
  const files = new Listeners<[]>();
  const schedules = new Schedules(link, store, { onChange: (listener) => files.add(listener) });
  return { runner, link, store, feed, files, schedules };
}

describe('Schedules', () => {
  it('knows nothing, and starts no runner, before a connection is there', async () => {
    const { runner, files, schedules } = watched();
    files.tell();
    await schedules.refresh();
    expect(runner.connections).toBe(0);
    expect(schedules.of('nightly')).toBeUndefined();
    schedules.dispose();
  });

  it('learns it with the connection, and anew when a person has enabled a loop', async () => {
    const { link, schedules } = watched();
    await link.open(true);
    await settled();
    expect(schedules.of('nightly')?.state).toBe('off');
    await link.request('enable', { file });
    await schedules.refresh();
    expect(schedules.of('nightly')).toMatchObject({ state: 'on', next: [expect.any(String)] });
    schedules.dispose();
  });

  it('hears of what another window has enabled', async () => {
    const one = watched();
    const link = new RunnerLink(
      async () => ok(one.runner.connect()),
      () => true,
    );
    await one.link.open(true);
    await settled();
    expect(one.schedules.of('nightly')?.state).toBe('off');
    await link.request('enable', { file });
    await settled();
    expect(one.schedules.of('nightly')?.state).toBe('on');
    one.schedules.dispose();
  });

  it('asks again when a run begins and when it ends, and not at every event', async () => {
    const { runner, link, schedules } = watched();
    const asked = () => runner.asked.filter((method) => method === 'schedule').length;
    await link.open(true);
    await settled();
    const before = asked();
    const run = runner.newRun('r1').start();
    await settled();
    expect(asked()).toBe(before + 1);
    run.check(0, 1).check(0, 0);
    await settled();
    expect(asked()).toBe(before + 1);
    run.end({ status: 'stopped', reason: 'Stopped.' });
    await settled();
    expect(asked()).toBe(before + 2);
    schedules.dispose();
  });
});

describe('the words of a schedule', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it('tell the next firing that is still to come', () => {
    const on: ScheduledLoop = { ...nightly, state: 'on', next: ['2026-03-01T06:00:00Z', '2026-03-02T06:00:00Z'] };
    const words = scheduleWords(on, now);
    const weekday = new Date('2026-03-02T06:00:00Z').toLocaleString(undefined, { weekday: 'short' });
    expect(words).toMatch(/^on, next /);
    expect(words).toContain(weekday);
    expect(scheduleFacts(on, now)).toContainEqual({ name: 'Next', text: words.replace('on, next ', '') });
    expect(scheduleWords({ ...on, next: [] }, now)).toBe('on');
  });

  it('tell what it waits for and why it does not start', () => {
    expect(scheduleWords({ ...nightly, state: 'held' }, now)).toBe('held');
    expect(scheduleFacts(nightly, now)).toEqual([
      { name: 'Starts by itself', text: 'off. Nobody has allowed it yet.' },
      { name: 'On', text: 'schedule 0 6 * * 1-5 (UTC)' },
    ]);
  });
});

describe('the inputs of a loop', () => {
  it.each(['', ' ', 'three', 'NaN', 'Infinity'])('take no number from %j', (text) => {
    expect(inputProblem({ type: 'number' }, text)).toBe('A number is needed.');
  });

  it('have the type that is declared', () => {
    expect(inputProblem({ type: 'number' }, ' 1.5 ')).toBeUndefined();
    expect(readInput({ type: 'number' }, ' 1.5 ')).toBe(1.5);
    expect(readInput({ type: 'string' }, '1.5')).toBe('1.5');
    expect(inputProblem({ type: 'string' }, '')).toBeUndefined();
  });
});
