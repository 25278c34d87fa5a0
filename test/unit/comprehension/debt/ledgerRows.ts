import type { StandingUnit } from '../../../../src/comprehension/debt/owing.ts';
import type { LandedUnit, LedgerRow, ReadersRow, RowOf } from '../../../../src/model/ledger.ts';

/** Ledger rows for tests: a day is a number, the reader is Ada unless somebody else is named. */

export const dayMs = 86_400_000;
export const ada = 'ada-example-com-11111111';
export const bob = 'bob-example-com-22222222';

export function landedUnit(unit: string, more: Partial<LandedUnit> = {}): LandedUnit {
  return { unit, body: `${unit}:1`, lines: 120, size: 120, weight: 1, callers: 3, ...more };
}

export function landed(units: readonly LandedUnit[], more: Partial<RowOf<'landed'>> = {}): RowOf<'landed'> {
  return {
    v: 1,
    at: 0,
    row: 'landed',
    run: 'run-1',
    item: 'default',
    loop: 'tidy',
    what: 'tidied',
    why: 'tests pass',
    units: [...units],
    gone: [],
    takenOut: [],
    remarks: [],
    misses: 0,
    ...more,
  };
}

export const answered = (unit: string, more: Partial<RowOf<'answered'>> = {}): RowOf<'answered'> => ({
  v: 1,
  at: 0,
  row: 'answered',
  unit,
  body: `${unit}:1`,
  credit: 0.8,
  rating: 'good',
  ...more,
});

export const read = (unit: string, at = 0): RowOf<'read'> => ({ v: 1, at, row: 'read', unit, body: `${unit}:1` });

export const edited = (unit: string, more: Partial<RowOf<'edited'>> = {}): RowOf<'edited'> => ({
  v: 1,
  at: 0,
  row: 'edited',
  unit,
  from: `${unit}:1`,
  to: `${unit}:2`,
  kept: 0.75,
  decisive: false,
  ...more,
});

export const of = (reader: string, ...rows: readonly LedgerRow[]): ReadersRow[] => rows.map((row) => ({ reader, row }));

export const standing = (unit: string, more: Partial<StandingUnit> = {}): StandingUnit => ({
  unit,
  body: `${unit}:1`,
  size: 120,
  line: 1,
  ...more,
});
