import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import type { ControlledHost } from './controlledHost.ts';

const rounds = 5;
/** For how long a page is looked for, in tries. */
const tries = 200;

/** When the mark of the first paint was set, epoch milliseconds; null where it is not. On the clock of the machine. */
const firstPaint = `(() => {
  const [mark] = performance.getEntriesByName('loopwright-first-paint');
  return mark === undefined ? null : Date.now() - performance.now() + mark.startTime;
})()`;

/**
 * From giving the command that opens a webview until its page was painted first, in milliseconds, once for each time it was
 * opened. VS Code's own start of a webview is in it.
 */
export async function firstPaints(host: ControlledHost, id: string, ...args: readonly unknown[]): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const at = await host.command(id, ...args);
    times.push((await paintedAt(host)) - at);
    await host.command('workbench.action.closeAllEditors');
    // Its frames are taken down, and nothing of that belongs to the next.
    await delay(500);
  }
  return times;
}

async function paintedAt({ page }: ControlledHost): Promise<number> {
  for (let n = 0; n < tries; n += 1) {
    await delay(100);
    for (const frame of page.frames()) {
      const at = await markOf(frame);
      if (at !== null) return at;
    }
  }
  throw new Error('the page of the webview was not painted');
}

/** A frame may go while it is asked. */
const markOf = (frame: Frame): Promise<number | null> =>
  (frame.evaluate(firstPaint) as Promise<number | null>).catch(() => null);
