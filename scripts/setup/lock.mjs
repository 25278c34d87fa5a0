import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 200;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Takes the lock file, whose content is its owner's pid.
 * @param {string} path
 * @returns {boolean} false when a living process has it
 */
function tryTake(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const owner = ownerOf(path);
  if (owner === undefined || isAlive(owner)) return false;
  // The owner died. Renaming lets one of several waiters clear it away; the others find it gone and poll again.
  const grave = `${path}.${process.pid}`;
  try {
    renameSync(path, grave);
    rmSync(grave);
  } catch {
    // Another waiter was first.
  }
  return false;
}

/**
 * @param {string} path
 * @returns {number | undefined} undefined when the file is gone or not yet written
 */
function ownerOf(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return /^\d+$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while no other process of this machine runs under the same lock. The lock of a dead process is taken over.
 * @template T
 * @param {string} path the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryTake(path)) await sleep(pollMs);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
