import { setTimeout as delay } from 'node:timers/promises';

const timeoutMs = 30_000;
const pollMs = 50;

/** Waits until something is there; fails with `what` when it does not come. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await delay(pollMs)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`did not come: ${what}`);
}
