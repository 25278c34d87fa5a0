import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verdictText } from '../../../src/cli/commands/validate.ts';
import { reportedProblemSchema } from '../../../src/model/problem.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const good = `name: good
on: manual
roles: { maker: { agent: repair } }
checks: { tests: npm test }
goal: checks.tests.passed
budget: { max-iterations: 2 }
gates: { understand: { comprehension: {} } }
`;

let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-cli-')));
  await mkdir(join(folder, '.loops'));
  await writeFile(join(folder, '.loops', 'good.loop.yaml'), good);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const validate = (...argv: readonly string[]) => {
  const runner = new FakeRunner();
  return call(runner, ['validate', ...argv], { folder }).then((outcome) => ({ ...outcome, runner }));
};

describe('validate', () => {
  it('checks all of .loops/ without a repository and without a runner', async () => {
    const { exit, out, runner } = await validate();
    expect(exit).toBe(0);
    expect(out).toMatch(/^1 loop file: no problems\.\n$/m);
    expect(runner.connections).toBe(0);
  });

  it('says where an error is, below the line, and exits with 1', async () => {
    await writeFile(join(folder, '.loops', 'good.loop.yaml'), good.replace('goal:', 'gaol:'));
    const { exit, out } = await validate('.loops/good.loop.yaml');
    expect(exit).toBe(1);
    expect(out).toMatch(/^\.loops\/good\.loop\.yaml:5:1 error LW\d+ .*goal/m);
    expect(out).toContain('\n  gaol: checks.tests.passed\n  ^^^^\n');
  });

  it('with --json prints an array of problems, empty when all is well', async () => {
    expect(await validate('--json')).toMatchObject({ exit: 0, out: '[]\n' });
    await writeFile(join(folder, 'bad.loop.yaml'), 'on: [');
    const { exit, out } = await validate('--json', 'bad.loop.yaml', 'good');
    expect(exit).toBe(1);
    const problems = reportedProblemSchema.array().parse(JSON.parse(out));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ file }) => file === 'bad.loop.yaml')).toBe(true);
  });

  it('a file that is not there is wrong usage, with the loop that may be meant', async () => {
    expect(await validate('goood')).toMatchObject({ exit: 2, err: expect.stringContaining('“good”') });
    await rm(join(folder, '.loops'), { recursive: true });
    expect(await validate()).toMatchObject({ exit: 2, err: expect.stringContaining('no loop files') });
  });
});

it('the verdict counts by severity', () => {
  const problems = (['error', 'warning', 'warning', 'info'] as const).map((severity) => ({ severity }));
  expect(verdictText(2, problems)).toBe('2 loop files: 1 error, 2 warnings, 1 info.');
});
