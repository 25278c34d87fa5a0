import { type ComponentChild, render } from 'preact';

/** What `bench` reads: when something of a page was on the screen. */
const firstPaint = 'loopwright-first-paint';

let isDrawn = false;
let painted: () => void = () => undefined;

/** Resolves when something of the page was on the screen. What the first picture does not need is loaded then. */
export const firstPicture = new Promise<void>((resolve) => {
  painted = resolve;
});

/**
 * Draws a page into its frame, or brings it up to date; what stays the same stays in the document, and with it the focus.
 * Draw something before the data is there: the first call is what a person waits for.
 */
export function drawPage(page: ComponentChild): void {
  const frame = document.querySelector('#page');
  if (frame === null) return;
  render(page, frame);
  if (isDrawn) return;
  isDrawn = true;
  // A frame is painted after its animation callbacks, so that the task after them comes when it is on the screen.
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark(firstPaint);
      painted();
    }),
  );
}
