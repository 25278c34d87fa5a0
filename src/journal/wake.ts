/** Calls back once when the run's clock has reached a moment (epoch milliseconds), never at once. The result calls it off. */
export type Wake = (at: number, call: () => void) => () => void;

/** Milliseconds after which the clock is looked at again: it may jump, and a timer stands still while a laptop sleeps. */
const longestSleep = 30_000;

/** Real timers, which keep no process from leaving. */
export function wakeBy(clock: () => number): Wake {
  return (at, call) => {
    let timer: NodeJS.Timeout;
    const sleep = (): void => {
      timer = setTimeout(look, Math.min(Math.max(at - clock(), 0), longestSleep));
      timer.unref();
    };
    const look = (): void => (clock() >= at ? call() : sleep());
    sleep();
    return () => clearTimeout(timer);
  };
}
