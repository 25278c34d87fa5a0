import { readdirSync, readFileSync } from 'node:fs';

interface Usage {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of its own. */
  readonly own: number;
  /** Seconds of its children that have ended and that it has waited for, with theirs. */
  readonly waited: number;
}

/** Fields 4 and 14 to 17 of /proc/<pid>/stat, times in hundredths (proc(5)); undefined for a process that is gone. */
function usageOf(pid: number): Usage | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, waitedUser = 0, waitedSystem = 0] = fields.slice(11);
    return { pid, parent, own: (user + system) / 100, waited: (waitedUser + waitedSystem) / 100 };
  } catch {
    return undefined;
  }
}

/** Seconds of processor time that a process and all that it has started have used so far. Linux only. */
export function processorSeconds(top: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (usageOf(Number(name)) ?? []) : []));
  const below = (parent: number): number =>
    all
      .filter((usage) => usage.parent === parent)
      .reduce((sum, { pid, own, waited }) => sum + own + waited + below(pid), 0);
  const { own = 0, waited = 0 } = all.find(({ pid }) => pid === top) ?? {};
  return own + waited + below(top);
}

/** Resident memory of a process in MB (proc(5), VmRSS). Linux only. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
