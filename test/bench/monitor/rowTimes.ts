import type { Page } from 'playwright-core';
import { probeMark } from './liveEvents.ts';

/** What the page saw of the view Runs. */
export interface RowTimes {
  /** Time of its writing → when the frame began in which it was on the screen; epoch milliseconds. */
  readonly probes: readonly { readonly written: number; readonly shown: number }[];
  /** When the text of each run's row became another, by its loop; epoch milliseconds. */
  readonly changes: Readonly<Record<string, readonly number[]>>;
}

const pane = (name: string): string =>
  `[...document.querySelectorAll('.pane')].find((one) => one.querySelector('.pane-header h3')?.textContent === '${name}')`;

/**
 * Watches the rows of the view Runs from inside of the page. A change is one when the text of a row is another than before; a
 * probe is shown with the next frame, since a frame is painted right after its animation callbacks.
 */
const watching = `(() => {
  const list = ${pane('Runs')};
  const seen = { probes: [], changes: {} };
  const known = new Set();
  const texts = new Map();
  const look = () => {
    for (const row of list.querySelectorAll('.monaco-list-row')) {
      const text = row.textContent;
      const written = /${probeMark}(\\d+)/.exec(text)?.[1];
      if (written !== undefined && !known.has(written)) {
        known.add(written);
        requestAnimationFrame(() => seen.probes.push({ written: Number(written), shown: Date.now() }));
      }
      const loop = row.querySelector('.label-name')?.textContent ?? '';
      if (!/^(loop-\\d+|probe)$/.test(loop) || texts.get(loop) === text) continue;
      texts.set(loop, text);
      (seen.changes[loop] ??= []).push(Date.now());
    }
  };
  new MutationObserver(look).observe(list, { subtree: true, childList: true, characterData: true });
  globalThis.loopwrightRowTimes = seen;
})()`;

/** From now on; `read` tells what was seen so far. */
export async function watchRows(page: Page): Promise<() => Promise<RowTimes>> {
  await page.evaluate(watching);
  return () => page.evaluate('globalThis.loopwrightRowTimes') as Promise<RowTimes>;
}

/** The first frame with so many rows in a view, epoch milliseconds; told by the page, which looks at each change of it. */
const firstRows = (name: string, count: number): string => `new Promise((resolve) => {
  const look = () => {
    const rows = ${pane(name)}?.querySelectorAll('.monaco-list-row').length ?? 0;
    if (rows < ${count}) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(Date.now()));
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true });
  look();
})`;

/** Begins to wait; resolves with the time at which the view has so many rows on the screen. */
export const rowsShown = (page: Page, view: string, count: number): Promise<number> =>
  page.evaluate(firstRows(view, count)) as Promise<number>;
