import type { LandedUnit } from '../../model/ledger.ts';

/** w: how much a line of a unit weighs, by what it is and how many places use it. */
export function unitWeight({ weight, callers }: Pick<LandedUnit, 'weight' | 'callers'>): number {
  return weight * (1 + 0.25 * Math.log2(1 + callers));
}
