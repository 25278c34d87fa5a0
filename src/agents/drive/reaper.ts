import { setTimeout as sleep } from 'node:timers/promises';
import { endWindowsTree } from '../../processes/endFamily.ts';
import { processTable } from '../../processes/processTable.ts';
import { isAlive } from '../../processes/startTime.ts';
import { type LedgerLine, readLedger } from './readLedger.ts';
import { childrenFile } from './spec.ts';

/** Milliseconds from SIGTERM to SIGKILL. */
const patience = 2000;
const pause = 20;

/**
 * Ends what an agent left behind whose driver was itself killed: every process of the step's ledger that is still the one
 * that was written down, and its descendants. For steps that nobody works on; tells how many it ended.
 */
export async function reapChildren(directory: string, platform: NodeJS.Platform = process.platform): Promise<number> {
  const lines = readLedger(childrenFile(directory));
  if (lines.length === 0) return 0;
  if (platform === 'win32') return reapOnWindows(lines);
  const written = new Set(lines.map(({ pid, startedAt }) => `${pid} ${startedAt}`));
  const seen = new Set<number>();
  for (const until = Date.now() + patience; Date.now() < until; await sleep(pause)) {
    const left = living(written);
    if (left.length === 0) return seen.size;
    for (const pid of left.filter((one) => !seen.has(one))) {
      send(pid, 'SIGTERM');
      send(pid, 'SIGCONT');
      seen.add(pid);
    }
  }
  for (const until = Date.now() + patience; Date.now() < until; await sleep(pause)) {
    const left = living(written);
    if (left.length === 0) break;
    for (const pid of left) {
      send(pid, 'SIGKILL');
      seen.add(pid);
    }
  }
  return seen.size;
}

/** Those of the ledger that are alive, with everything that descends from them; remembers whom it finds. */
function living(written: Set<string>): readonly number[] {
  const rows = processTable().rows();
  const found = new Set<number>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const row of rows) {
      if (row.pid <= 1 || row.pid === process.pid) continue;
      if (!written.has(`${row.pid} ${row.startedAt}`) && !found.has(row.parent)) continue;
      found.add(row.pid);
      written.add(`${row.pid} ${row.startedAt}`);
    }
  }
  return [...found];
}

function reapOnWindows(lines: readonly LedgerLine[]): number {
  const alive = lines.filter(({ pid, startedAt }) => isAlive(pid, String(startedAt)));
  for (const { pid } of alive) endWindowsTree(pid);
  return alive.length;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
