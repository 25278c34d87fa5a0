/**
 * At most five updates of a view a second: more is not seen and costs the host. And no fewer: VS Code shows changes of a tree
 * only once 200 ms have gone by without another one, so that a stream of them closer together is never shown.
 */
const minimumGapMs = 220;

/**
 * A call that is made at once when it is quiet and otherwise at most once in 220 ms, the last one never lost.
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
  return {
    ask: () => {
      if (cancelPending !== undefined) return;
      const wait = last + minimumGapMs - now();
      if (wait <= 0) fire();
      else cancelPending = later(fire, wait);
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
