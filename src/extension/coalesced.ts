/**
 * At most five updates of a view a second: more is not seen and costs the host. And no fewer: VS Code shows changes of a tree
 * only once 200 ms have gone by without another one, so that a stream of them closer together is never shown.
 */
const minimumGapMs = 205;

/**
 * A call that is made at once when it is quiet and otherwise at most once in 205 ms, the last one never lost.
 * `now` and `later` are the clock; `cancel` drops what is outstanding.
 */
export function coalesced(
  call: () => void,
  now: () => number = () => performance.now(),
  later: (work: () => void, ms: number) => () => void = realTimer,
): { readonly ask: () => void; readonly cancel: () => void } {
  let last = Number.NEGATIVE_INFINITY;
  let cancelPending: (() => void) | undefined;
  const fire = () => {
    cancelPending = undefined;
    last = now();
    call();
    // What a call begins lasts from its end.
    last = now();
  };
  // A timer counts from the beginning of its turn of the event loop: one that is set at the end of a long turn comes too early.
  const fireWhenDue = () => {
    const wait = last + minimumGapMs - now();
    if (wait <= 0) fire();
    else cancelPending = later(fireWhenDue, wait);
  };
  return {
    ask: () => {
      if (cancelPending === undefined) fireWhenDue();
    },
    cancel: () => {
      cancelPending?.();
      cancelPending = undefined;
    },
  };
}

function realTimer(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
