import { describe, expect, it } from 'vitest';
import { landedSchema, runnerStoppedSchema, runStandingSchema } from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import { runDetailSchema, runnerStatusSchema } from '../../../src/model/shapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';
import { landed } from './journal.ts';

function waiting(...runs: string[]): FakeRunner {
  const runner = new FakeRunner();
  for (const run of runs) runner.addWaiting(run);
  return runner;
}

describe('runs and show', () => {
  it('lists runs with status and reason', async () => {
    const { exit, out } = await call(waiting('r1', 'r2'), ['runs']);
    expect(exit).toBe(0);
    expect(out.indexOf('r2')).toBeLessThan(out.indexOf('r1'));
    expect(out).toContain('waiting for you');
    expect(out).toContain('Answer one prompt');
    expect((await call(new FakeRunner(), ['runs'])).out).toContain('loopwright run <loop>');
  });

  it('lists a reason of several lines by its first', async () => {
    const runner = waiting('r1');
    runner.record('r1', { type: 'run.finished', outcome: { status: 'failed', reason: 'exit code 1\n  at a\n  at b' } });
    const { out } = await call(runner, ['runs']);
    expect(out).toMatch(/exit code 1$/m);
    expect(out).not.toContain('at a');
  });

  it('shows iterations, checks, the change and the next command', async () => {
    const { out } = await call(waiting('r1'), ['show', 'latest']);
    expect(out).toMatch(/before the first pass\n +✗ tests +0\.4 s +exit code 1/);
    expect(out).toMatch(/iteration 1 +accepted\n +repair completed: [^\n]+\n +✓ tests/);
    expect(out).toContain('modified  src/booking.js  +1 −1');
    expect(out).toContain('next: loopwright review r1');
  });

  it('shows a run as the schema says', async () => {
    const { out } = await call(waiting('r1'), ['show', 'r1', '--json']);
    expect(runDetailSchema.parse(JSON.parse(out)).change?.files).toHaveLength(1);
  });
});

describe('logs', () => {
  it('prints the output of steps that have one, under headings, in order', async () => {
    const runner = waiting('r1');
    runner.logs.set('default/0/check/tests', 'not ok 1\n');
    runner.logs.set('default/1/make', 'tried 4, no end of line');
    const { out } = await call(runner, ['logs', 'r1']);
    expect(out).toBe(
      '== before the first pass, check tests ==\nnot ok 1\n== iteration 1, make repair ==\ntried 4, no end of line\n== iteration 1, check tests ==\n',
    );
    expect((await call(runner, ['logs', 'r1', '--step', 'default/1/make'])).out).toContain('tried 4');
    const unknown = await call(runner, ['logs', 'r1', '--step', 'nope']);
    expect(unknown).toMatchObject({ exit: 2, err: expect.stringContaining('default/1/make') });
  });

  it('with --json prints the recorded events and, with --follow, goes on to the end of the run', async () => {
    const runner = waiting('r1');
    const known = await call(runner, ['logs', 'r1', '--json']);
    expect(
      known.out
        .trim()
        .split('\n')
        .map((line) => recordedEventSchema.parse(JSON.parse(line)).seq),
    ).toEqual([...(runner.journals.get('r1') ?? []).keys()]);
    setTimeout(() => runner.finish('r1', { status: 'rejected', reason: 'no' }), 20);
    const followed = await call(runner, ['logs', 'r1', '--json', '--follow']);
    expect(followed.out.trim().split('\n').at(-1)).toContain('run.finished');
  });

  it('goes on where it was when the runner dies', async () => {
    const runner = waiting('r1');
    runner.logs.set('default/1/make', 'tried four\n');
    setTimeout(() => runner.die(), 20);
    setTimeout(() => runner.finish('r1', { status: 'rejected', reason: 'no' }), 60);
    const { exit, out } = await call(runner, ['logs', 'r1', '--follow', '--step', 'default/1/make']);
    expect({ exit, out }).toEqual({ exit: 0, out: '== iteration 1, make repair ==\ntried four\n' });
    expect(runner.connections).toBe(2);
  });

  it('leaves at Ctrl-C', async () => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 20);
    const { exit, err } = await call(waiting('r1'), ['logs', 'r1', '--follow'], { signal: interrupt.signal });
    expect(exit).toBe(130);
    expect(err).toContain('waits for a person');
  });
});

describe('land', () => {
  it('is refused while the gate is closed, with the reason and the next command', async () => {
    const { exit, out, err } = await call(waiting('r1'), ['land', 'r1']);
    expect(exit).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('Answer one prompt');
    expect(err).toContain('next: loopwright review r1');
  });

  it('lands once; a second time it says where it is', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('r1');
    runner.record('r1', {
      type: 'signal.sent',
      id: 'x',
      box: 'default',
      value: { kind: 'no-prompt', head: 'b'.repeat(40), why: 'nothing can be asked.' },
    });
    const first = await call(runner, ['land', 'r1', '--json']);
    expect(landedSchema.parse(JSON.parse(first.out))).toEqual({ run: 'r1', commit: landed });
    const second = await call(runner, ['land', 'r1']);
    expect(second.exit).toBe(1);
    expect(second.err).toContain(`delivered already as ${landed}`);
  });
});

describe('stop, reject and clean', () => {
  it('stops and waits for the end', async () => {
    const runner = waiting('r1');
    const { exit, out } = await call(runner, ['stop', 'r1', '--json']);
    expect(exit).toBe(0);
    expect(runStandingSchema.parse(JSON.parse(out)).status).toBe('stopped');
    const again = await call(runner, ['stop', 'r1']);
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('nothing to stop') });
  });

  it('rejects only what waits, and only with a reason', async () => {
    const runner = waiting('r1');
    expect((await call(runner, ['reject', 'r1', '--reason', ' '])).exit).toBe(2);
    const { out } = await call(runner, ['reject', 'r1', '--reason', 'wrong place', '--json']);
    expect(runStandingSchema.parse(JSON.parse(out))).toEqual({ run: 'r1', status: 'rejected', reason: 'wrong place' });
    expect((await call(runner, ['reject', 'r1', '--reason', 'again'])).err).toContain('ended as rejected');
  });

  it('keeps unlanded work unless forced', async () => {
    const runner = waiting('r1', 'r2');
    runner.finish('r1', { status: 'delivered', reason: 'Landed.', commit: landed });
    const all = await call(runner, ['clean']);
    expect(all).toMatchObject({ exit: 0, out: 'Removed what run r1 left.\nKept run r2: its work has not landed\n' });
    expect((await call(runner, ['clean', 'r2'])).exit).toBe(1);
    expect((await call(runner, ['clean', 'r2', '--force'])).exit).toBe(0);
  });
});

describe('runner', () => {
  it('tells its state and never starts one', async () => {
    const runner = new FakeRunner();
    expect(runnerStatusSchema.parse(JSON.parse((await call(runner, ['runner', 'status', '--json'])).out)).pid).toBe(
      4711,
    );
    runner.running = false;
    expect(await call(runner, ['runner', 'status', '--json'])).toMatchObject({ exit: 0, out: '{"running":false}\n' });
    const stopped = await call(runner, ['runner', 'stop', '--json']);
    expect(runnerStoppedSchema.parse(JSON.parse(stopped.out))).toEqual({ stopped: false });
    expect(runner.running).toBe(false);
  });
});
