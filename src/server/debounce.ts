const least = 20;
const most = 150;

/** How long to wait for the next key stroke: twice what the last validation took, 20 to 150 ms. */
export function debounceMilliseconds(lastMilliseconds: number): number {
  return Math.min(most, Math.max(least, Math.round(2 * lastMilliseconds)));
}
