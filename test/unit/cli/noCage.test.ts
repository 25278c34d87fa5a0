import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isOnPath } from '../../../src/agents/given/programOnPath.ts';
import { runDetailSchema } from '../../../src/model/shapes.ts';
import { RealCli } from './realCli.ts';

/** Real processes: generous, because machines are busy. */
const patience = 240_000;
let cli: RealCli | undefined;
let bin: string | undefined;

afterEach(async () => {
  await cli?.remove();
  if (bin !== undefined) rmSync(bin, { recursive: true, force: true });
  cli = undefined;
  bin = undefined;
}, patience);

/** A loop that can be over quickly, in an example with the real programs. */
async function withLoop(sandbox: string, env: NodeJS.ProcessEnv): Promise<RealCli> {
  cli = await RealCli.create(env);
  const lines = [
    'name: kept',
    'on: manual',
    "roles: { maker: { run: 'echo more >> notes.txt' } }",
    "checks: { written: 'test -s notes.txt' }",
    'goal: checks.written.passed',
    'budget: { max-iterations: 1 }',
    `policy: { sandbox: ${sandbox} }`,
  ];
  await cli.write('.loops/kept.loop.yaml', `${lines.join('\n')}\n`);
  return cli;
}

/** A PATH with all that a run needs, and no bwrap. */
function pathWithoutCage(): string {
  bin = mkdtempSync(join(tmpdir(), 'loopwright-path-'));
  const folders = (process.env['PATH'] ?? '').split(':');
  for (const name of ['git', 'sh', 'ps', 'cat', 'test', 'mkfifo', 'rm', 'mkdir']) {
    const folder = folders.find((one) => isOnPath(join(one, name), {}));
    if (folder !== undefined) symlinkSync(join(folder, name), join(bin, name));
  }
  symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

describe.runIf(process.platform === 'linux')('on a machine without a cage', { timeout: patience }, () => {
  it('a loop that requires one is refused where it is switched off, and nothing is begun', async () => {
    const real = await withLoop('required', { LOOPWRIGHT_SANDBOX: 'off', PATH: pathWithoutCage() });
    const refused = await real.call(['run', 'kept', '--uncommitted']);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('runs in a cage only (policy.sandbox: required)');
    expect(refused.err).toContain('Unset that, and start the runner anew (`loopwright runner stop`)');
    expect(refused.err).toContain('apt install bubblewrap');
    expect(await real.json(['runs'])).toEqual([]);
  });

  it('a loop that requires one is refused where bwrap is not installed, with what to install', async () => {
    const real = await withLoop('required', { PATH: pathWithoutCage() });
    const refused = await real.call(['run', 'kept', '--uncommitted']);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('bwrap is not on PATH. Install it: apt install bubblewrap');
    expect(await real.json(['runs'])).toEqual([]);
  });

  it('a loop that prefers one goes on, and the run says so', async () => {
    const real = await withLoop('preferred', { PATH: pathWithoutCage() });
    const waits = await real.call(['run', 'kept', '--uncommitted', '--wait']);
    expect(waits).toMatchObject({ exit: 3, err: '' });
    const [{ id }] = (await real.json(['runs'])) as readonly [{ readonly id: string }];
    const shown = await real.call(['show', id]);
    expect(shown.out).toMatch(/cage +none \(bwrap is not on PATH\. Install it: apt install bubblewrap/);
    expect(runDetailSchema.parse(await real.json(['show', id])).cage).toMatchObject({ by: 'none' });
  });
});
