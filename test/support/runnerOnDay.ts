import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { version } from '../../package.json';
import { root } from '../../scripts/paths.mjs';
import { buildOf } from '../../src/client/build.ts';
import { addressFile, runnerFolder, runnerLog } from '../../src/client/runnerFolder.ts';
import { runnerEnvironment } from '../../src/client/startRunner.ts';
import type { LoopRepository } from './loopRepository.ts';
import { processesOf } from './processesOf.ts';

/**
 * Starts the real runner of `dist/` on a repository with another clock: it begins at `time` (ISO 8601) and goes on from
 * there. No runner may be at work there. With no global git configuration and a home of its own.
 */
export async function startRunnerAt(loop: LoopRepository, time: string): Promise<void> {
  const { commonDir, git } = loop;
  await mkdir(runnerFolder(commonDir), { recursive: true, mode: 0o700 });
  const log = await open(runnerLog(commonDir), 'a', 0o600);
  const dist = join(root, 'dist');
  const shim = join(import.meta.dirname, 'shiftedClock.cjs');
  const build = await buildOf(dist, version);
  const child = spawn(process.execPath, ['--require', shim, join(dist, 'runner.js'), git.path, build], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      ...runnerEnvironment(process.env),
      HOME: join(git.outside, 'home'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      LOOPWRIGHT_DATA: join(git.outside, 'data'),
      LOOPWRIGHT_TEST_SHIFT_MS: String(Date.parse(time) - Date.now()),
    },
  });
  await log.close();
  child.unref();
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(20)) {
    if (existsSync(addressFile(commonDir))) return;
    if (child.exitCode !== null) break;
  }
  throw new Error(`The runner did not start.\n${await loop.log()}`);
}

/** Starts the runner at another time, after the one that is there has left: as a machine that was off over night. */
export async function onDay(loop: LoopRepository, time: string): Promise<void> {
  const left = await letGo(loop);
  if (left.length > 0) throw new Error(`processes are left: ${left.join(', ')}`);
  await startRunnerAt(loop, time);
}

/**
 * Has the runner leave, if there is one, and tells which processes are left after a while. It is told by a signal: a client
 * that asks for it starts another runner, with the real clock, when the answer comes late.
 */
export async function letGo(loop: LoopRepository): Promise<readonly number[]> {
  const pid = await loop.runnerPid();
  if (pid !== undefined) process.kill(pid, 'SIGTERM');
  let left: readonly number[] = [];
  for (const end = Date.now() + 30_000; Date.now() < end; await delay(50)) {
    left = await processesOf(loop.git.outside);
    if (left.length === 0 && !existsSync(addressFile(loop.commonDir))) break;
  }
  return left;
}
