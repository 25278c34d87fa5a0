/** Milliseconds: a screen reader may miss a text that stands there at once after another. */
const pause = 100;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Has a screen reader say a text, politely: after what it says now. The newest replaces one that is not said yet. */
export function announce(text: string): void {
  const status = document.querySelector('#announce');
  if (status === null) return;
  clearTimeout(waiting);
  // The same text twice is no change, and would not be read.
  status.textContent = '';
  waiting = setTimeout(() => {
    status.textContent = text;
  }, pause);
}
