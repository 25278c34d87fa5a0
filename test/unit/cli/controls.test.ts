import { describe, expect, it } from 'vitest';
import { runStandingSchema, startedSchema } from '../../../src/model/commandLineShapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { ada, foundEvents, item, runStart } from './journal.ts';
import { loopFolder, removeFolder } from './loopFolder.ts';

/** A run at work on two items. */
function working(): FakeRunner {
  const runner = new FakeRunner();
  runner.recordAll(
    'r1',
    foundEvents(runStart('r1'), [item('one-11111111', 'test/one'), item('two-22222222', 'test/two')]),
  );
  return runner;
}

const standing = (out: string) => runStandingSchema.parse(JSON.parse(out));

describe('loopwright pause and resume', () => {
  it('say who paused it, that it goes on to the end of its step, and what comes next', async () => {
    const runner = working();
    const paused = await call(runner, ['pause', 'r1']);
    expect(paused.exit).toBe(0);
    expect(paused.out).toMatch(/^Paused\. running: .*Paused by Ada: nothing new begins/);
    expect((await call(runner, ['pause', 'r1'])).exit).toBe(1);
    runner.record('r1', { type: 'hold.begun', key: 'one-11111111/prepare/held/1' });
    runner.record('r1', { type: 'hold.begun', key: 'two-22222222/prepare/held/1' });
    const shown = await call(runner, ['show', 'r1']);
    expect(shown.out).toMatch(/run r1 {2}paused\n/);
    expect(shown.out).toMatch(/test\/one +paused/);
    expect(shown.out).toContain('0 of 2 done');
    expect(shown.out).toContain('next: loopwright resume r1');
    const rejected = await call(runner, ['land', 'r1', '--item', 'test/one']);
    expect(rejected.err).toContain('loopwright resume r1');
    const resumed = await call(runner, ['resume', 'r1', '--json']);
    expect(standing(resumed.out)).toMatchObject({ run: 'r1', status: 'running' });
    expect((await call(runner, ['resume', 'r1'])).err).toContain('is not paused');
  });

  it('do not end `run --wait`: the run is followed past them', async () => {
    const folder = await loopFolder('keep-tests-green');
    const runner = new FakeRunner();
    runner.stuck = true;
    // As soon as it is followed, a person pauses it, and later lets it go on.
    runner.afterEvent = (run, event) => {
      if (event.type === 'run.started') setTimeout(() => pauseAndResume(runner, run), 5);
    };
    const { exit, out } = await call(runner, ['run', 'keep-tests-green', '--wait'], { folder });
    expect(exit).toBe(4);
    expect(out).toMatch(/paused by Ada[\s\S]*holds until[\s\S]*resumed by Ada[\s\S]*gave up/);
    await removeFolder(folder);
  });
});

function pauseAndResume(runner: FakeRunner, run: string): void {
  runner.record(run, { type: 'pause.requested', by: ada });
  runner.record(run, { type: 'hold.begun', key: 'default/1/make/held/1' });
  setTimeout(() => {
    runner.record(run, { type: 'resume.requested', by: ada });
    runner.record(run, { type: 'hold.ended', key: 'default/1/make/held/1', stopped: false });
    runner.finish(run, { status: 'gave-up', reason: 'No.' });
  }, 20);
}

describe('loopwright note', () => {
  it('is for all items, or the one that is named', async () => {
    const runner = working();
    const all = await call(runner, ['note', 'r1', 'mind', 'the', 'gap', '--json']);
    expect(standing(all.out)).toMatchObject({ run: 'r1', status: 'running' });
    const one = await call(runner, ['note', 'r1', 'and the step', '--item', 'test/two', '--json']);
    expect(standing(one.out)).toMatchObject({ run: 'r1', item: 'two-22222222' });
    expect(runner.state('r1')?.notes).toMatchObject([
      { text: 'mind the gap' },
      { text: 'and the step', item: 'two-22222222' },
    ]);
    const detail = JSON.parse((await call(runner, ['show', 'r1', '--json'])).out);
    expect(detail.items[0].notes).toMatchObject([{ text: 'mind the gap', by: expect.stringContaining('Ada') }]);
    expect(detail.items[1].notes).toHaveLength(2);
  });

  it('is refused where it says nothing, too much, or names no item', async () => {
    const runner = working();
    expect((await call(runner, ['note', 'r1', '  '])).exit).toBe(2);
    expect((await call(runner, ['note', 'r1', 'x'.repeat(8193)])).err).toContain('8192 are taken');
    expect((await call(runner, ['note', 'r1', 'x', '--item', 'nobody'])).exit).toBe(2);
    expect(runner.asked).not.toContain('note');
  });
});

describe('loopwright raise', () => {
  it('hands over what was typed, and says it', async () => {
    const runner = working();
    const { exit, out } = await call(runner, [
      'raise',
      'r1',
      '--tokens',
      '4_000_000',
      '--cost',
      '7.5',
      '--minutes',
      '90',
    ]);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Raised the tokens to 4,000,000, the cost to \$7\.50 and the minutes to 90\. running/);
    expect(runner.state('r1')?.raised).toEqual({ tokens: 4_000_000, costUsd: 7.5, minutes: 90 });
  });

  it.each([
    [[], 'Name what to raise'],
    [['--tokens', 'many'], '--tokens takes a number above 0'],
    [['--tokens', '1.5'], 'without a fraction'],
    [['--iterations', '0'], '--iterations takes a number above 0'],
    [['--cost', '-1'], '--cost takes a number above 0'],
    [['--minutes', '1e9'], '--minutes takes a number above 0'],
  ])('takes no %j', async (flags, words) => {
    const runner = working();
    const { exit, err } = await call(runner, ['raise', 'r1', ...flags]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(runner.asked).not.toContain('raise');
  });
});

describe('loopwright retry', () => {
  it('starts a run and says which', async () => {
    const runner = working();
    const more = ['--iteration', '2', '--item', 'test/two', '--note', 'mind the gap'];
    const { exit, out } = await call(runner, ['retry', 'r1', ...more, '--json']);
    expect(exit).toBe(0);
    const { run } = startedSchema.parse(JSON.parse(out));
    expect(runner.state(run)?.start.retry).toMatchObject({
      run: 'r1',
      item: { id: 'two-22222222', key: 'test/two' },
      iteration: 2,
      told: 'mind the gap',
    });
    expect((await call(runner, ['retry', 'r1', ...more])).out).toContain('next: loopwright logs run-3 --follow');
  });

  it('wants a whole number, and one item', async () => {
    const runner = working();
    expect((await call(runner, ['retry', 'r1', '--item', 'test/two'])).exit).toBe(2);
    expect((await call(runner, ['retry', 'r1', '--iteration', 'last'])).err).toContain('a whole number from 0');
    expect((await call(runner, ['retry', 'r1', '--iteration', '1'])).err).toContain('several items');
    expect(runner.asked).not.toContain('retry');
  });
});
