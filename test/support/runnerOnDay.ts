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

/** Lets the runner go, if there is one, and starts it again at another time, as a machine that was off over night. */
export async function onDay(loop: LoopRepository, time: string): Promise<void> {
  if ((await loop.runnerPid()) !== undefined) {
    const left = await loop.quiet();
    if (left.length > 0) throw new Error(`processes are left: ${left.join(', ')}`);
  }
  await startRunnerAt(loop, time);
}
