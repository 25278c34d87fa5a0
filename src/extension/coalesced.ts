/** Most updates of a view a second; more is not seen and costs the host. */
const minimumGapMs = 200;

/**
 * A call that is made at once when it is quiet and otherwise at most once in 200 ms, the last one never lost.
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
