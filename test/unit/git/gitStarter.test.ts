import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GitFailure } from '../../../src/git/gitFailure.ts';
import { callGitHere, type GitCall } from '../../../src/git/gitProcess.ts';
import { GitStarter, starterEnvironment } from '../../../src/git/starter/gitStarter.ts';
import { bundle } from './bundle.ts';

let folder: string;
let script: string;
let user: string;
const starters: GitStarter[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'loopwright-starter-'));
  script = await bundle('../../../src/git/starter/main.ts', folder);
  user = await bundle('starterUser.ts', folder);
  execFileSync('git', ['init', '-q', folder]);
  const aliases = { who: 'ps -o ppid= -p $(ps -o ppid= -p $$)', nap: 'sleep', late: 'sleep 0.5; touch late; true' };
  for (const [name, command] of Object.entries(aliases)) {
    execFileSync('git', ['-C', folder, 'config', `alias.${name}`, `!${command}`]);
  }
});
afterEach(() => {
  for (const starter of starters.splice(0)) starter.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const call = (command: readonly string[], more: Partial<GitCall> = {}): GitCall => ({
  cwd: folder,
  globals: [],
  command,
  env: { PATH: process.env['PATH'] ?? '', HOME: '/dev/null' },
  timeoutMs: 60_000,
  ...more,
});

/** The process that git is a child of. */
async function startedBy(starter: GitStarter): Promise<number> {
  return Number((await starter.call(call(['who']))).toString().trim());
}

/** A starter whose process is up, and that process. */
async function upAndRunning(): Promise<{ readonly starter: GitStarter; readonly pid: number }> {
  const starter = new GitStarter({ node: process.execPath, script });
  starters.push(starter);
  for (;;) {
    const pid = await startedBy(starter);
    if (pid !== process.pid) return { starter, pid };
    await sleep(10);
  }
}

const isThere = (pid: number) => {
  try {
    // A zombie that nobody has waited for yet is none that runs.
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

async function untilGone(pid: number): Promise<void> {
  while (isThere(pid)) await sleep(20);
}

describe.runIf(process.platform === 'linux')('the process that starts git', () => {
  it('is started only when git is asked again and again, and nobody waits for it', async () => {
    const starter = new GitStarter({ node: process.execPath, script });
    starters.push(starter);
    expect(await startedBy(starter)).toBe(process.pid);
    expect((await upAndRunning()).pid).not.toBe(process.pid);
  });

  it('gives the very bytes, takes input, and says how git failed as git does here', async () => {
    const { starter } = await upAndRunning();
    const bytes = Buffer.from([0, 255, 13, 10, 0xe2, 0x80, 0xa8, 200]);
    await writeFile(path.join(folder, 'bytes'), bytes);
    const id = (await starter.call(call(['hash-object', '-w', 'bytes']))).toString().trim();
    expect(await starter.call(call(['cat-file', 'blob', id]))).toEqual(bytes);
    const big = 'line of text\n'.repeat(500_000);
    const stored = (await starter.call(call(['hash-object', '-w', '--stdin'], { input: big }))).toString().trim();
    expect((await starter.call(call(['cat-file', 'blob', stored]))).toString()).toBe(big);

    const bad = call(['rev-parse', '--verify', 'no-such-thing']);
    const [there, here] = await Promise.all([starter.call(bad), callGitHere(bad)].map((each) => each.catch((e) => e)));
    expect(there).toBeInstanceOf(GitFailure);
    expect(there).toEqual(here);
  });

  it('stops a git that is not wanted any more, and one whose time is over', async () => {
    const { starter } = await upAndRunning();
    const sleeping = ['nap', '60'];
    const stop = new AbortController();
    const stopped = starter.call(call(sleeping, { signal: stop.signal })).catch((error) => error);
    const late = starter.call(call(sleeping, { timeoutMs: 100 })).catch((error) => error);
    const before = starter.call(call(sleeping, { signal: AbortSignal.abort() })).catch((error) => error);
    setTimeout(() => stop.abort(), 50);
    expect((await stopped).reason).toBe('aborted');
    expect((await before).reason).toBe('aborted');
    expect((await late).reason).toBe('timed-out');
  });

  it('is replaced when it dies, and what it was asked for fails', async () => {
    const { starter, pid } = await upAndRunning();
    const asked = starter.call(call(['nap', '1'])).catch((error) => error);
    process.kill(pid, 'SIGKILL');
    expect(String(await asked)).toContain('The process that starts git has ended.');
    expect((await starter.call(call(['--version']))).toString()).toContain('git version');
    for (let calls = 0; calls < 12; calls += 1) await starter.call(call(['--version']));
    let next = await startedBy(starter);
    while (next === process.pid) next = await startedBy(starter);
    expect(next).not.toBe(pid);
  });

  it('leaves when it is let go', async () => {
    const { starter, pid } = await upAndRunning();
    starter.close();
    await untilGone(pid);
    expect(await startedBy(starter)).toBe(process.pid);
  });

  it('leaves when whoever it works for is killed, after the git that runs', async () => {
    const child = spawn(process.execPath, [user, script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await untilGone(Number(said));
    expect(existsSync(path.join(folder, 'late'))).toBe(true);
  });
});

describe('its environment', () => {
  it('is what Node needs and nothing of ours', () => {
    expect(starterEnvironment({ PATH: '/bin', TOKEN: 'x', HOME: '/root' }, false)).toEqual({});
    expect(starterEnvironment({ SystemRoot: 'C:\\Windows' }, true)).toEqual({
      SystemRoot: 'C:\\Windows',
      ELECTRON_RUN_AS_NODE: '1',
    });
  });
});
