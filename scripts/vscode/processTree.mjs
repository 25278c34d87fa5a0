import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { processTable, treeOf } from './processTable.mjs';

/** How long a polite end may take before it is forced, in milliseconds. */
const graceMs = 3000;
const pollMs = 50;

/**
 * Ends a process that leads its own group (started with `detached: true`) and everything it started, politely first.
 * @param {number} leader
 * @returns {Promise<void>} when all of them are gone
 * @throws {Error} that names a process which outlived SIGKILL
 */
export async function endProcessTree(leader) {
  if (process.platform === 'win32') return taskkill(leader);
  // Asked before the leader ends: a child that left the group is found by its parent only while that lives.
  const tree = treeOf(leader, processTable());
  signalAll(tree, 'SIGTERM');
  if ((await survivors(tree)).length === 0) return;
  signalAll(tree, 'SIGKILL');
  const left = await survivors(tree);
  if (left.length > 0) throw new Error(`processes ${left.join(', ')} could not be ended`);
}

/** @param {number} leader */
function taskkill(leader) {
  try {
    execFileSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore' });
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * @param {readonly number[]} pids
 * @param {NodeJS.Signals} signal
 */
function signalAll(pids, signal) {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * Waits until all have ended or the grace is over.
 * @param {readonly number[]} pids
 * @returns {Promise<number[]>} those still there
 */
async function survivors(pids) {
  const until = performance.now() + graceMs;
  for (;;) {
    const left = processTable()
      .map(({ pid }) => pid)
      .filter((pid) => pids.includes(pid));
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(pollMs);
  }
}
