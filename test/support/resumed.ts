import type { RecordedEvent } from '../../src/model/event.ts';
import type { Life } from './lives.ts';

/**
 * Milliseconds from the start of each runner to the first event that it wrote into any of these journals. Lives that were
 * ended before they wrote any are left out.
 */
export function resumedAfter(lives: readonly Life[], journals: readonly (readonly RecordedEvent[])[]): number[] {
  const times = journals.flatMap((events) => events.map(({ at }) => at)).sort((a, b) => a - b);
  return lives.flatMap(({ startedAt }, index) => {
    const end = lives[index + 1]?.startedAt ?? Number.POSITIVE_INFINITY;
    const first = times.find((at) => at >= startedAt);
    return first === undefined || first >= end ? [] : [first - startedAt];
  });
}

/** Middle and end of a list of numbers, in words. */
export function spread(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${middle.toFixed(0)} ms, worst ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms (of ${sorted.length})`;
}
