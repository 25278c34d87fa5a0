import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dryRunSchema } from '../../../src/model/dryRun.ts';
import { builtPrograms, stepSource } from '../journal/builtPrograms.ts';
import { FakeRunner } from './fakeRunner.ts';
import { call } from './fakeTerminal.ts';

const program = builtPrograms({ step: stepSource });

/** Every command of it would leave a file in `ran`. */
const loop = (ran: string) => `name: notes
description: Writes notes.
on:
  manual: { inputs: { least: { type: number, default: 3 } } }
  skip-if: { run: 'touch ${ran}/precheck' }
items:
  from: { run: 'touch ${ran}/discover INSIDE && cat items.json' }
  key: item.name
  where: item.size >= inputs.least
roles: { maker: { run: 'touch ${ran}/maker', prompt: 'Write about \${{ item.name }}.' } }
checks: { lint: 'touch ${ran}/check' }
metrics: { size: { run: 'touch ${ran}/metric', better: lower } }
goal: checks.lint.passed
isolation: { setup: ['touch ${ran}/setup'] }
budget: { max-cost-usd: 4, per-item: { max-cost-usd: 1 } }
state: { decisions-from: { run: 'touch ${ran}/decisions' } }
deliver: { as: patch }
`;

const items = [
  { name: 'big', size: 9 },
  { name: 'small', size: 1 },
];

let outside = '';
let folder = '';
let ran = '';

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

beforeEach(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'loopwright-dry-')));
  folder = join(outside, 'repository');
  ran = join(outside, 'ran').replaceAll('\\', '/');
  await mkdir(join(folder, '.loops'), { recursive: true });
  await mkdir(ran);
  await writeFile(join(folder, '.loops', 'notes.loop.yaml'), loop(ran));
  await writeFile(join(folder, 'items.json'), JSON.stringify(items));
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '-A');
  git('commit', '-qm', 'base');
});
afterEach(() => rm(outside, { recursive: true, force: true }));

async function dry(...argv: readonly string[]) {
  const runner = new FakeRunner();
  const env = { PATH: process.env['PATH'] ?? '', LOOPWRIGHT_DATA: join(outside, 'data'), LOOPWRIGHT_SANDBOX: 'off' };
  const outcome = await call(runner, ['dry-run', ...argv], { folder, env, programs: programsFolder() });
  return { ...outcome, connections: runner.connections };
}

/** `step.js`, as it lies beside the program. */
let made = '';
const programsFolder = () => made;
beforeEach(async () => {
  made = await mkdtemp(join(tmpdir(), 'loopwright-programs-'));
  const built = program('step');
  await writeFile(join(made, 'step.js'), `require(${JSON.stringify(built)});\n`);
  expect(dirname(built)).not.toBe('');
});
afterEach(() => rm(made, { recursive: true, force: true }));

const printed = async (...argv: readonly string[]) => {
  const { out } = await dry('notes', '--json', ...argv);
  return dryRunSchema.parse(JSON.parse(out));
};

describe('dry-run', () => {
  it('runs nothing, starts no runner and leaves nothing behind', async () => {
    const { exit, out, connections } = await dry('notes');
    expect(exit).toBe(0);
    expect(connections).toBe(0);
    expect(await readdir(ran)).toEqual([]);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\n');
    expect(existsSync(join(folder, '.git', 'loopwright'))).toBe(false);
    expect(out).toMatch(/Items {2}at most 10 .*\.loops\/notes\.loop\.yaml:6\n/);
    expect(out).toContain('The command was not run; the item below is made up.');
    expect(out).toContain('Write about ‹item.name›.');
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes(ran))).toEqual([]);
  });

  it('with --discover runs the discovery in a fresh checkout, and that alone', async () => {
    const { items: found, units } = await printed('--discover');
    expect(found).toMatchObject({ known: 'found', count: 2, left: [{ key: 'small' }] });
    expect(units.map(({ item }) => item.key)).toEqual(['big']);
    expect(units[0]?.roles[0]?.prompt).toBe('Write about big.');
    expect(await readdir(ran)).toEqual(['discover']);
    expect(existsSync(join(folder, 'INSIDE'))).toBe(false);
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, '.git', 'loopwright'))).toBe(false);
  });

  it('says why the items cannot be found', async () => {
    await writeFile(join(folder, '.loops', 'notes.loop.yaml'), loop(ran).replace('cat items.json', 'cat gone.json'));
    git('commit', '-qam', 'gone');
    expect(await dry('notes', '--discover')).toMatchObject({ exit: 1, err: expect.stringContaining('gone.json') });
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  it('shows the way of samples, by the key and the choice of the loop', async () => {
    const { items: given, units } = await printed(
      '--item',
      '{"name":"a","size":2}',
      '--item',
      'items.json',
      '--input',
      'least=2',
    );
    expect(given).toMatchObject({ known: 'given', count: 3, left: [{ key: 'small' }] });
    expect(units.map(({ item }) => item.key)).toEqual(['a', 'big']);
    expect(await readdir(ran)).toEqual([]);
  });

  it('reads items of a file from the commit that a run would start from', async () => {
    const text = loop(ran).replace(/from: .*/, 'from: { file: items.json }');
    await writeFile(join(folder, '.loops', 'notes.loop.yaml'), text);
    git('commit', '-qam', 'file');
    await writeFile(join(folder, 'items.json'), '[]');
    expect((await printed()).units.map(({ item }) => item.key)).toEqual(['big']);
  });

  it.each([
    ['an item that is no JSON and no file', ['--item', 'nothing.json'], /neither JSON nor a file/],
    ['an item without a key', ['--item', '{"size":9}'], /no item has a key/],
    ['an input without a value', ['--input', 'least'], /name=value/],
  ])('%s is wrong usage', async (_, argv, message) => {
    expect(await dry('notes', ...argv)).toMatchObject({ exit: 2, err: expect.stringMatching(message) });
  });

  it('exits with 1 where a run could not start, and says why', async () => {
    await writeFile(join(folder, '.loops', 'notes.loop.yaml'), `${loop(ran)}# not committed\n`);
    const { exit, out } = await dry('notes', '--input', 'least=many');
    expect(exit).toBe(1);
    expect(out).toMatch(/cannot start {2}The input least must be a number\./);
    expect(out).toMatch(/cannot start {2}.*is not committed/);
  });

  it('exits with 1 on a loop with errors, and names them', async () => {
    await writeFile(join(folder, '.loops', 'notes.loop.yaml'), 'name: notes\nroels: {}\n');
    expect(await dry('notes')).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/notes\.loop\.yaml:2: LW101/),
    });
  });

  it('tells what earlier runs used, from the cost log, without a runner', async () => {
    await mkdir(join(folder, '.git', 'loopwright'));
    const cost = {
      at: 1,
      loop: 'notes',
      run: 'r1',
      item: 'a',
      key: 'a/1/make',
      role: 'maker',
      agent: 'claude',
      tokens: 1000,
      costUsd: 0.5,
      source: 'reported',
      seconds: 1,
    };
    const lines = [cost, { ...cost, run: 'r2', costUsd: 1.5 }].map((one) => JSON.stringify(one));
    await writeFile(join(folder, '.git', 'loopwright', 'costs.jsonl'), `${lines.join('\n')}\n{"torn`);
    const { spending } = await printed();
    expect(spending.likely).toMatchObject({ runs: 2, middle: { tokens: 1000, costUsd: 1 } });
    expect(spending.worst.run.costUsd).toBe(4);
  });
});
