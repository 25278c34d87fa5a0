import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startedSchema } from '../../../src/model/commandLineShapes.ts';
import { recordedEventSchema } from '../../../src/model/event.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-cli-')));
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  await mkdir(join(folder, '.loops'));
  await writeFile(join(folder, '.loops', 'keep-tests-green.loop.yaml'), '');
  await writeFile(join(folder, '.loops', 'draft.loop.yaml'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('run', () => {
  it('starts and says how to go on', async () => {
    const runner = new FakeRunner();
    const plain = await call(runner, ['run', 'keep-tests-green'], { folder });
    expect(plain).toMatchObject({ exit: 0, out: 'Started run run-1.\nnext: loopwright watch run-1\n' });
    const json = await call(runner, ['run', '.loops/keep-tests-green.loop.yaml', '--json'], { folder });
    expect(startedSchema.parse(JSON.parse(json.out))).toEqual({ run: 'run-2' });
  });

  it('with --wait tells what happens and exits with 3 when a person is waited for', async () => {
    const { exit, out } = await call(new FakeRunner(), ['run', 'keep-tests-green', '--wait'], { folder });
    expect(exit).toBe(3);
    expect(out).toMatch(/before the first pass\n +✗ tests .*exit code 1\niteration 1\n +the maker works …\n +✓ repair/);
    expect(out).toContain('goal reached');
    expect(out.trimEnd().split('\n').at(-1)).toBe('next: loopwright review run-1');
  });

  it('with --wait --json prints the events only', async () => {
    const { exit, out } = await call(new FakeRunner(), ['run', 'keep-tests-green', '--wait', '--json'], { folder });
    expect(exit).toBe(3);
    const events = out
      .trim()
      .split('\n')
      .map((line) => recordedEventSchema.parse(JSON.parse(line)));
    expect(events.map(({ seq }) => seq)).toEqual([...events.keys()]);
    expect(events[0]?.event.type).toBe('run.started');
  });

  it('does not wait for ever for a run that cannot go on', async () => {
    const runner = new FakeRunner();
    runner.stuck = true;
    runner.afterEvent = (run) => setTimeout(() => runner.break(run, 'Finish it with the version that began it.'), 50);
    const { exit, err } = await call(runner, ['run', 'keep-tests-green', '--wait'], { folder });
    expect(exit).toBe(1);
    expect(err).toContain('Run run-1 cannot go on: Finish it with the version that began it.');
  });

  it.each([
    ['delivered', 0],
    ['nothing-found', 0],
    ['gave-up', 4],
    ['stopped', 4],
    ['rejected', 4],
    ['failed', 1],
  ] as const)('a run that ends as %s exits with %d', async (status, code) => {
    const runner = new FakeRunner();
    runner.afterEvent = (run, event) => {
      if (event.type === 'run.started') runner.finish(run, { status, reason: 'because.' });
    };
    const { exit, out } = await call(runner, ['run', 'keep-tests-green', '--wait'], { folder });
    expect(exit).toBe(code);
    expect(out).toContain('because.');
  });

  it('goes on when the runner dies in the middle, telling each event once', async () => {
    const runner = new FakeRunner();
    let died = false;
    runner.afterEvent = (_, event) => {
      if (event.type !== 'step.started' || died) return;
      died = true;
      runner.die();
    };
    const { exit, out } = await call(runner, ['run', 'keep-tests-green', '--wait', '--json'], { folder });
    expect(exit).toBe(3);
    expect(runner.connections).toBe(2);
    const numbers = out
      .trim()
      .split('\n')
      .map((line) => recordedEventSchema.parse(JSON.parse(line)).seq);
    expect(numbers).toEqual([...numbers.keys()]);
  });

  it('leaves the run alone at Ctrl-C and says how to stop it', async () => {
    const runner = new FakeRunner();
    const interrupt = new AbortController();
    runner.stuck = true;
    setTimeout(() => interrupt.abort(), 20);
    const { exit, err } = await call(runner, ['run', 'keep-tests-green', '--wait'], {
      folder,
      signal: interrupt.signal,
    });
    expect(exit).toBe(130);
    expect(err).toContain('loopwright stop run-1');
    expect(runner.asked).not.toContain('stop');
  });

  it('says what to do about a file that is not committed', async () => {
    const runner = new FakeRunner();
    const refused = await call(runner, ['run', 'draft'], { folder });
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('--uncommitted');
    expect((await call(runner, ['run', 'draft', '--uncommitted'], { folder })).exit).toBe(0);
  });

  it('suggests a near name, and starts no runner for a name that is unknown', async () => {
    const runner = new FakeRunner();
    const near = await call(runner, ['run', 'keep-test-green'], { folder });
    expect(near).toMatchObject({ exit: 2, err: expect.stringContaining('Did you mean “keep-tests-green”?') });
    const far = await call(runner, ['run', 'zzz'], { folder });
    expect(far.err).toContain('Loops here: draft, keep-tests-green.');
    const outside = await call(runner, ['run', 'keep-tests-green'], { folder: tmpdir() });
    expect(outside.err).toContain('not in a git repository');
    expect(runner.connections).toBe(0);
  });
});
