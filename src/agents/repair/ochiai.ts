/** How often a piece of code ran in failing and in passing tests. */
export interface Tally {
  readonly inFailing: number;
  readonly inPassing: number;
  /** All failing tests, those that never reach the code included. */
  readonly failing: number;
}

/**
 * The Ochiai coefficient, 0 to 1: inFailing / √(failing · (inFailing + inPassing)). Ochiai 1957 (zoogeography); for
 * locating faults Abreu, Zoeteweij, van Gemund, "On the Accuracy of Spectrum-based Fault Localization", TAIC PART 2007.
 */
export function ochiai({ inFailing, inPassing, failing }: Tally): number {
  return inFailing === 0 ? 0 : inFailing / Math.sqrt(failing * (inFailing + inPassing));
}
