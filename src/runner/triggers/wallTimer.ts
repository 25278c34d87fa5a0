/** The longest that Node's timers take. */
const longest = 2 ** 31 - 1;

/** Calls `wake` once at that time of the wall clock, or earlier where that is too far; the result takes it back. */
export function wakeAt(at: number, wake: () => void): () => void {
  const timer = setTimeout(wake, Math.min(longest, Math.max(0, at - Date.now())));
  return () => clearTimeout(timer);
}
