import type { Page } from 'playwright-core';

/**
 * The first frame in which an editor of differences shows a line with this name on its right side and some lines on its left,
 * epoch milliseconds; told by the page, which looks at each change of it.
 */
const firstDiff = (name: string): string => `new Promise((resolve) => {
  const lines = (side) => [...document.querySelectorAll('.monaco-diff-editor .editor.' + side + ' .view-line')];
  const look = () => {
    const isThere = lines('modified').some((line) => line.textContent.includes(${JSON.stringify(name)}));
    if (!isThere || lines('original').length === 0) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(Date.now()));
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
})`;

/** Begins to wait; resolves with the time at which the diff is on the screen. */
export const diffShown = (page: Page, name: string): Promise<number> =>
  page.evaluate(firstDiff(name)) as Promise<number>;
