import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { linuxProcesses } from '../../../src/processes/processTable.ts';

/** Living processes whose command line has this text in it (Linux). */
export function withCommandLine(text: string): readonly number[] {
  const living = new Set(linuxProcesses.rows().map((row) => row.pid));
  return readdirSync('/proc')
    .filter((name) => living.has(Number(name)) && Number(name) !== process.pid && commandLine(name).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Waits, at most so many milliseconds, until something holds; tells whether it does. */
export async function eventually(holds: () => boolean, patience = 15_000): Promise<boolean> {
  for (const until = Date.now() + patience; Date.now() < until; await sleep(5)) if (holds()) return true;
  return holds();
}
