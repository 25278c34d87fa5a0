import type { LandedUnit, ReadersRow, RowOf } from '../../model/ledger.ts';

/** One landing of a unit. */
export interface UnitLanding extends LandedUnit {
  readonly run: string;
  readonly item: string;
  readonly loop: string;
  readonly at: number;
}

/** `landed` rows, each landing once, newest first; the same landing may stand in the files of several people. */
export function landingsOf(rows: Iterable<ReadersRow>): readonly RowOf<'landed'>[] {
  const found = new Map<string, RowOf<'landed'>>();
  for (const { row } of rows) {
    if (row.row !== 'landed') continue;
    const known = found.get(landingKey(row));
    if (known === undefined || compared(known, row) > 0) found.set(landingKey(row), row);
  }
  return [...found.values()].sort(byAge);
}

/** Names a landing: a change of an item lands once. */
export const landingKey = ({ run, item }: Pick<RowOf<'landed'>, 'run' | 'item'>): string => `${run}/${item}`;

/** Of two rows about one landing the one that tells more of it: what is shared has no misses. Any order will do that is one. */
const compared = (one: RowOf<'landed'>, other: RowOf<'landed'>): number =>
  other.misses - one.misses || byAge(one, other) || textOrder(JSON.stringify(one), JSON.stringify(other));

const byAge = (one: RowOf<'landed'>, other: RowOf<'landed'>): number =>
  other.at - one.at || textOrder(landingKey(one), landingKey(other));

const textOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The landings of each unit, newest first, back to where a landing took the unit away. */
export function landingsByUnit(landings: readonly RowOf<'landed'>[]): ReadonlyMap<string, readonly UnitLanding[]> {
  const found = new Map<string, UnitLanding[]>();
  const gone = new Set<string>();
  for (const { units, run, item, loop, at, gone: taken } of landings) {
    for (const unit of units) {
      if (gone.has(unit.unit)) continue;
      const known = found.get(unit.unit) ?? [];
      known.push({ ...unit, run, item, loop, at });
      found.set(unit.unit, known);
    }
    for (const unit of taken) gone.add(unit);
  }
  return found;
}
