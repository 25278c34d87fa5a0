import { appendFileSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessRow } from '../../processes/processTable.ts';

/**
 * The processes of an agent on disk, so that they can be ended by somebody else when the driver was killed. A line a
 * process; only its pid and its start together name it, and only on this boot and in this PID namespace.
 */

/** Where pids and start times mean what they mean here; a container or another boot has others. */
export function processSpace(platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'linux') return platform;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

export class ChildLedger {
  readonly #file: string;
  readonly #where = processSpace();
  readonly #known = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Writes down those that are not in it yet. A ledger that cannot be written keeps nobody from working. */
  add(rows: readonly Pick<ProcessRow, 'pid' | 'startedAt'>[]): void {
    const fresh = rows.filter(({ pid, startedAt }) => !this.#known.has(`${pid} ${startedAt}`));
    if (fresh.length === 0) return;
    for (const { pid, startedAt } of fresh) this.#known.add(`${pid} ${startedAt}`);
    const lines = fresh.map(({ pid, startedAt }) => `${JSON.stringify({ pid, startedAt, where: this.#where })}\n`);
    try {
      appendFileSync(this.#file, lines.join(''), { mode: 0o600 });
    } catch {
      // The step's own tag still finds them.
    }
  }
}
