import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nobody is believed who wants to be left alone for longer, in milliseconds: an agent in a cage can write the file too. */
const longestClosed = 3600 * 1000;
/** Milliseconds between looks at the file: another driver may move it. */
const look = 1000;

/**
 * When an agent may ask its model again after a rate limit, shared by all its drivers through a file. Whoever hits the limit
 * moves the time; everybody waits for it before a turn.
 */
export class RateGate {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Epoch milliseconds; 0 where nobody waits. Never rejects. */
  async notBefore(): Promise<number> {
    try {
      // By hand: a schema's library would be loaded before the agent is started.
      const { notBefore } = JSON.parse(await readFile(this.#file, 'utf8')) as { readonly notBefore?: unknown };
      return typeof notBefore === 'number' && notBefore <= Date.now() + longestClosed ? notBefore : 0;
    } catch {
      return 0;
    }
  }

  /** Nobody asks before this moment. An earlier one than is written already changes nothing. Never rejects. */
  async close(until: number): Promise<void> {
    const notBefore = Math.min(until, Date.now() + longestClosed);
    if ((await this.notBefore()) >= notBefore) return;
    const fresh = `${this.#file}.${randomUUID()}`;
    try {
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFile(fresh, JSON.stringify({ notBefore }), { mode: 0o600 });
      await rename(fresh, this.#file);
    } catch {
      // A cage may keep it from being written; then each driver finds out by itself.
    }
  }

  /** Waits until it is open; false where that is after `deadline` or the signal comes first. */
  async pass(deadline: number, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      if (signal.aborted) return false;
      const until = await this.notBefore();
      const left = until - Date.now();
      if (left <= 0) return true;
      if (until > deadline) return false;
      await sleep(Math.min(left, look), undefined, { signal }).catch(() => undefined);
    }
  }
}
