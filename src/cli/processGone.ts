import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const pollEvery = 25;

/** Whether the process ends within `timeout` milliseconds. */
export async function processGone(pid: number, timeout: number): Promise<boolean> {
  for (const until = Date.now() + timeout; ; await delay(pollEvery)) {
    if (!isThere(pid) || (await isZombie(pid))) return true;
    if (Date.now() >= until) return false;
  }
}

/** Signal 0 asks only (kill(2)). */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ended and not yet collected by its parent, as in containers whose first process collects nothing (Linux, proc(5)). */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(stat);
}
