import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandSpec } from '../../../src/engine/durable.ts';
import { runOrAdopt } from '../../../src/journal/step/stepCommand.ts';
import { readClaim } from '../../../src/journal/step/stepFiles.ts';
import { WrapperPool } from '../../../src/journal/step/wrapperPool.ts';
import { outputFile } from '../../../src/journal/stepFolder.ts';
import type { CommandResult } from '../../../src/model/steps.ts';
import { builtPrograms, stepSource } from './builtPrograms.ts';
import { eventually } from './livingProcesses.ts';
import { temporaryFolders } from './temporaryFolders.ts';

const program = builtPrograms({ step: stepSource });
const folder = temporaryFolders();
const pools: WrapperPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

function pool(): WrapperPool {
  const opened = new WrapperPool({ node: process.execPath, script: program('step') });
  pools.push(opened);
  return opened;
}

const specOf = (shell: string): CommandSpec => ({
  command: { shell },
  cwd: '/',
  env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  timeoutSeconds: 60,
  outputLimitBytes: 2 ** 20,
  secrets: [],
});
const never = new AbortController().signal;
const run = (wrappers: WrapperPool, directory: string, shell: string, signal = never): Promise<CommandResult> =>
  runOrAdopt(directory, async () => specOf(shell), { signal, wrappers });
const claimOf = (directory: string) => readClaim(directory) ?? { pid: 0, tag: '' };

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.runIf(process.platform !== 'win32')('a wrapper that is done with a step', () => {
  it('does the next one, which has a tag and an output of its own', async () => {
    const wrappers = pool();
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    expect(await run(wrappers, one, 'echo one; exit 3')).toMatchObject({ exitCode: 3, tail: 'one\n' });
    expect(await run(wrappers, two, 'echo two; echo "$LOOPWRIGHT_STEP"')).toMatchObject({ exitCode: 0, survivors: 0 });
    expect(claimOf(two).pid).toBe(claimOf(one).pid);
    expect(claimOf(two).tag).not.toBe(claimOf(one).tag);
    expect(readFileSync(outputFile(two), 'utf8')).toBe(`two\n${claimOf(two).tag}\n`);
  });

  it('is of use after a step that was stopped', async () => {
    const wrappers = pool();
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    const stop = new AbortController();
    const stopped = run(wrappers, one, 'sleep 60', stop.signal);
    expect(await eventually(() => claimOf(one).pid !== 0)).toBe(true);
    await sleep(100);
    stop.abort();
    expect(await stopped).toMatchObject({ ended: 'stopped' });
    expect(await run(wrappers, two, 'exit 5')).toMatchObject({ ended: 'exit', exitCode: 5 });
    expect(claimOf(two).pid).toBe(claimOf(one).pid);
  });

  it('is replaced where it was killed while it waited', async () => {
    const wrappers = pool();
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    await run(wrappers, one, 'true');
    process.kill(claimOf(one).pid, 'SIGKILL');
    expect(await run(wrappers, two, 'echo two')).toMatchObject({ exitCode: 0, tail: 'two\n' });
    expect(claimOf(two).pid).not.toBe(claimOf(one).pid);
  });

  it('is one of as many as there are steps at once, and all leave with their pool', async () => {
    const wrappers = pool();
    const all = Array.from({ length: 3 }, (_, n) => join(folder(), String(n)));
    await Promise.all(all.map((directory) => run(wrappers, directory, 'sleep 0.2')));
    const pids = all.map((directory) => claimOf(directory).pid);
    expect(new Set(pids).size).toBe(3);
    expect(pids.filter(isThere)).toEqual(pids);
    wrappers.close();
    expect(await eventually(() => pids.every((pid) => !isThere(pid)))).toBe(true);
  });
});
