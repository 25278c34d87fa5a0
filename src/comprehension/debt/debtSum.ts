import type { Debt, OwedUnit } from '../../model/debt.ts';

/** Lines of code that somebody reads in a minute, when they are to be understood. */
const linesPerMinute = 5;

/** D, and the minutes of reading that it is. */
export function debtSum(units: readonly OwedUnit[]): Debt['mine'] {
  const owed = units.reduce((sum, unit) => sum + unit.owed, 0);
  return { owed, minutes: owed / linesPerMinute };
}
