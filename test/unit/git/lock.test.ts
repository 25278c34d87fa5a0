import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, tryLock } from '../../../src/git/lock.ts';
import { lockMechanism } from '../../../src/git/lockMechanism.ts';
import { bundle } from './bundle.ts';
import { must, problem } from './must.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'loopwright-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(script: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

describe('the mechanism of the lock', () => {
  const subject = { device: 1n, inode: 2n, uid: 1000, purpose: 'runner', folder: '/r/.git' };

  it('is one that dies with its holder, on every system', () => {
    const linux = lockMechanism(subject, 'linux');
    expect(linux.kind === 'socket' && linux.name).toMatch(/^\0loopwright-[0-9a-f]{40}$/);
    const windows = lockMechanism(subject, 'win32');
    expect(windows.kind === 'socket' && windows.name).toMatch(/^\\\\\.\\pipe\\loopwright-[0-9a-f]{40}$/);
    const mac = lockMechanism(subject, 'darwin');
    expect(mac.kind === 'file' && mac.file).toMatch(/^\/r\/\.git\/loopwright\/loopwright-[0-9a-f]{40}\.lock$/);
  });

  it('differs by folder, user and purpose, and not by the path to the folder', () => {
    const names = [
      subject,
      { ...subject, inode: 3n },
      { ...subject, device: 9n },
      { ...subject, uid: 0 },
      { ...subject, purpose: 'worktrees' },
    ].map((one) => JSON.stringify(lockMechanism(one, 'linux')));
    expect(new Set(names).size).toBe(5);
    expect(lockMechanism({ ...subject, folder: '/other/way' }, 'linux')).toEqual(lockMechanism(subject, 'linux'));
  });
});

describe('a lock', () => {
  it('cannot be held twice, not in one process and not by another path', async () => {
    const link = path.join(folder, 'link');
    await symlink(folder, link);
    const held = await tryLock(folder, 'test');
    expect(held).toBeDefined();
    expect(await tryLock(folder, 'test')).toBeUndefined();
    expect(await tryLock(link, 'test')).toBeUndefined();
    const other = await tryLock(folder, 'other');
    expect(other).toBeDefined();
    await held?.release();
    const again = await tryLock(link, 'test');
    expect(again).toBeDefined();
    await again?.release();
    await other?.release();
  });

  it('is waited for, until a time or a signal', async () => {
    const held = must(await acquireLock(folder, 'test'));
    expect(problem(await acquireLock(folder, 'test', { timeoutMs: 50 }))).toEqual({ code: 'busy', purpose: 'test' });
    const controller = new AbortController();
    const stopped = acquireLock(folder, 'test', { signal: controller.signal });
    controller.abort();
    expect(problem(await stopped)).toEqual({ code: 'aborted' });
    const waiting = acquireLock(folder, 'test');
    await held.release();
    await must(await waiting).release();
  });

  it('is held by one of eight racing processes at a time', async () => {
    const script = await bundle('lockContender.ts', folder);
    const journal = path.join(folder, 'journal');
    const racers = Array.from({ length: 8 }, () => start(script, 'race', folder, journal, '6'));
    const codes = await Promise.all(racers.map(async (racer) => (await once(racer, 'exit'))[0]));
    expect(codes).toEqual(Array(8).fill(0));
    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(8 * 6 * 2);
    for (let at = 0; at < lines.length; at += 2) {
      expect(lines[at]?.[0]).toBe('+');
      expect(lines[at + 1]).toBe(lines[at]?.replace('+', '-'));
    }
  }, 120_000);

  it('is free at once when its holder is killed', async () => {
    const script = await bundle('lockContender.ts', folder);
    const holder = start(script, 'hold', folder);
    const [said] = await once(holder.stdout ?? holder, 'data');
    expect(String(said)).toBe('held\n');
    expect(await tryLock(folder, 'test')).toBeUndefined();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = await tryLock(folder, 'test');
    expect(lock).toBeDefined();
    await lock?.release();
  });
});
