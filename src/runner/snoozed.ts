import type { Inbox } from './inbox.ts';

/** The longest that a timer can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

/**
 * Calls `tell` when an entry that was put off is back in the inbox. What it returns is to be called after each change of the
 * inbox, and keeps no process alive.
 */
export function tellWhenBack(inbox: Pick<Inbox, 'nextBack'>, tell: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const waitOn = (): void => {
    clearTimeout(timer);
    const at = inbox.nextBack;
    if (at === undefined) return;
    timer = setTimeout(
      () => {
        tell();
        waitOn();
      },
      Math.min(Math.max(at - Date.now(), 0), longest),
    );
    timer.unref();
  };
  // A change is told of before the inbox has taken it in.
  const afterwards = (): void => void setImmediate(waitOn);
  afterwards();
  return afterwards;
}
