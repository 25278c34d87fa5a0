import { constants } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../model/result.ts';
import { type LockMechanism, lockMechanism } from './lockMechanism.ts';
import type { GitProblem } from './problem.ts';

/** Held until released or until this process ends, however it ends. */
export interface Lock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for it; default one minute. */
  readonly timeoutMs?: number | undefined;
}

/**
 * The lock on `folder` (which exists) for `purpose`, or undefined where anyone holds it: another process, or this one.
 * Throws where the system refuses for another reason.
 */
export async function tryLock(folder: string, purpose: string): Promise<Lock | undefined> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const uid = process.getuid?.() ?? 0;
  const subject = { device: dev, inode: ino, uid, purpose, folder };
  return take(lockMechanism(subject, process.platform));
}

/** Waits for the lock. Problems: busy (after `timeoutMs`), aborted. Waiters are not served in order. */
export async function acquireLock(
  folder: string,
  purpose: string,
  { signal, timeoutMs = 60_000 }: LockOptions = {},
): Promise<Result<Lock, GitProblem>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (signal?.aborted) return err({ code: 'aborted' });
    const lock = await tryLock(folder, purpose);
    if (lock !== undefined) return ok(lock);
    if (performance.now() >= deadline) return err({ code: 'busy', purpose });
    // Holders keep it for about ten milliseconds; the spread keeps waiters from coming back in step.
    await sleep(3 + Math.random() * 12);
  }
}

function take(mechanism: LockMechanism): Promise<Lock | undefined> {
  return mechanism.kind === 'socket' ? listen(mechanism.name) : openExclusively(mechanism.file);
}

/** Only one server can listen on a name. Nobody is ever answered, and the lock keeps no process alive. */
function listen(name: string): Promise<Lock | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      // On Windows a pipe that another process listens on answers EACCES in some versions.
      if (error.code === 'EADDRINUSE' || (process.platform === 'win32' && error.code === 'EACCES')) resolve(undefined);
      else reject(error);
    });
    server.listen({ path: name, exclusive: true }, () => {
      server.unref();
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

/** From <fcntl.h> of macOS and the BSDs; Node's constants do not have it. */
const O_EXLOCK = 0x20;

async function openExclusively(file: string): Promise<Lock | undefined> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600);
    return { release: () => handle.close() };
  } catch (error) {
    if (['EAGAIN', 'EWOULDBLOCK'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
