import { describe, expect, it } from 'vitest';
import { failureSchema } from '../../../src/model/commandLineShapes.ts';
import { runSummarySchema } from '../../../src/model/shapes.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

describe('the command line', () => {
  it('prints help and version with exit code 0, and help without a command with 2', async () => {
    const runner = new FakeRunner();
    const help = await call(runner, ['--help']);
    expect(help).toMatchObject({ exit: 0, err: '' });
    expect(help.out).toContain('Examples:');
    expect(await call(runner, ['--version'])).toEqual({ exit: 0, out: '1.2.3\n', err: '' });
    expect(await call(runner, [])).toMatchObject({ exit: 2, out: '' });
    expect(runner.connections).toBe(0);
  });

  it.each([
    [['valdate'], 'Did you mean validate?'],
    [['runs', '--jsn'], 'Did you mean --json?'],
    [['land'], "missing required argument 'run'"],
    [['reject', 'latest'], '--reason'],
    [['runs', 'too', 'many'], 'too many arguments'],
    [['-C', '/no/such/folder', 'runs'], 'There is no folder'],
    [['review', 'latest', '--answer', '1'], '--prompt'],
  ])('%j is wrong usage: exit code 2, said on standard error', async (argv, said) => {
    const { exit, out, err } = await call(new FakeRunner(), argv);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(said);
  });

  it('with --json says errors as JSON on standard error and leaves standard output empty', async () => {
    const runner = new FakeRunner();
    for (const argv of [
      ['runs', '--bogus', '--json'],
      ['show', 'nothing', '--json'],
      ['--json', 'land', 'latest'],
    ]) {
      const { exit, out, err } = await call(runner, argv);
      expect(exit).toBe(2);
      expect(out).toBe('');
      expect(failureSchema.parse(JSON.parse(err)).error.message).not.toBe('');
    }
  });

  it('takes --json and -C before and after the command', async () => {
    const runner = new FakeRunner();
    runner.addWaiting('one');
    for (const argv of [
      ['--json', '-C', '/tmp', 'runs'],
      ['runs', '--json', '-C', '/tmp'],
    ]) {
      const { out } = await call(runner, argv);
      expect(
        runSummarySchema
          .array()
          .parse(JSON.parse(out))
          .map(({ id }) => id),
      ).toEqual(['one']);
    }
  });
});
