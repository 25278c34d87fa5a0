import { execFileSync } from 'node:child_process';
import { parseStat, psProcesses } from './processTable.ts';
import { readProcFile } from './procFile.ts';

/**
 * When a process started, as text that tells it from any other process that ever had its pid. Linux: clock ticks and
 * the boot's id. Elsewhere: epoch milliseconds, which two observers see up to two seconds apart.
 */
export function ownStartTime(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'linux') return linuxStartTime('self') ?? '';
  return String(Math.round(Date.now() - process.uptime() * 1000));
}

/** True when the process with this pid lives and is the one that said it started then. */
export function isAlive(pid: number, startTime: string, platform: NodeJS.Platform = process.platform): boolean {
  if (pid <= 0) return false;
  if (platform === 'linux') return linuxStartTime(String(pid)) === startTime;
  if (platform === 'win32') return sameMoment(windowsStart(pid), startTime);
  return sameMoment(psProcesses.rows().find((row) => row.pid === pid)?.startedAt, startTime);
}

/** Two tellings of one moment in epoch milliseconds: the system's is cut to the second, the process's is a bit late. */
export function sameMoment(seen: number | undefined, told: string): boolean {
  return seen !== undefined && told !== '' && Math.abs(seen - Number(told)) <= 2000;
}

/** Parses what PowerShell prints for `ToFileTimeUtc`: 100 ns since 1601; epoch milliseconds. */
export function parseFileTime(text: string): number | undefined {
  return /^\d{15,}$/.test(text.trim()) ? Number(BigInt(text.trim()) / 10_000n - 11_644_473_600_000n) : undefined;
}

function linuxStartTime(pid: string): string | undefined {
  const row = parseStat(readProcFile(`/proc/${pid}/stat`));
  const boot = readProcFile('/proc/sys/kernel/random/boot_id').trim();
  return row === undefined || row.isDead || boot === '' ? undefined : `${row.startedAt}@${boot}`;
}

function windowsStart(pid: number): number | undefined {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  try {
    const args = ['-NoProfile', '-NonInteractive', '-Command', script];
    return parseFileTime(
      execFileSync('powershell.exe', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}
