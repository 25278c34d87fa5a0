import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Family } from './family.ts';

export interface Patience {
  /** Milliseconds that members get to go by themselves, before anything is sent. */
  readonly toLeave: number;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly afterTerm: number;
  /** Milliseconds of SIGKILL after which it is given up. */
  readonly afterKill: number;
}

/** A stop: 200 ms to tidy up. */
export const stopPatience: Patience = { toLeave: 0, afterTerm: 200, afterKill: 5000 };
/** After the command has ended: what ends with it anyway may do so. */
export const leftoverPatience: Patience = { toLeave: 60, afterTerm: 200, afterKill: 5000 };

/** What came of ending a family. */
export interface Ended {
  /** Members that did not leave by themselves. */
  readonly ended: number;
  /** Members that are still there: they ignore SIGKILL (stuck in the kernel) or multiply faster than they die. */
  readonly left: number;
}

const pause = 10;

/** Ends every member of a family: SIGTERM, a short grace, then SIGKILL until a look finds nobody. */
export async function endFamily(family: Family, patience: Patience): Promise<Ended> {
  if ((await waitUntilGone(family, patience.toLeave)) === 0) return { ended: 0, left: 0 };
  const seen = new Set<number>();
  for (let until = Date.now() + patience.afterTerm; Date.now() < until; await sleep(pause)) {
    const members = family.look();
    if (members.length === 0) return { ended: seen.size, left: 0 };
    for (const { pid } of members.filter((member) => !seen.has(member.pid))) {
      send(pid, 'SIGTERM');
      // A stopped process acts on nothing but this.
      send(pid, 'SIGCONT');
      seen.add(pid);
    }
  }
  const left = await kill(family, seen, patience.afterKill);
  return { ended: seen.size, left };
}

async function kill(family: Family, seen: Set<number>, patience: number): Promise<number> {
  for (const until = Date.now() + patience; ; await sleep(pause)) {
    const members = family.look();
    if (members.length === 0 || Date.now() > until) return members.length;
    // All are frozen first, so that none forks while its siblings die.
    for (const { pid } of members) send(pid, 'SIGSTOP');
    for (const { pid } of members) {
      send(pid, 'SIGKILL');
      seen.add(pid);
    }
  }
}

async function waitUntilGone(family: Family, patience: number): Promise<number> {
  for (const until = Date.now() + patience; ; await sleep(pause)) {
    const { length } = family.look();
    if (length === 0 || Date.now() >= until) return length;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Windows: ends a process and all that descend from it while their parents are alive. */
export function endWindowsTree(pid: number): void {
  if (pid > 0) spawnSync('taskkill', windowsKillArguments(pid), { stdio: 'ignore', windowsHide: true });
}

export const windowsKillArguments = (pid: number): readonly string[] => ['/T', '/F', '/PID', String(pid)];
