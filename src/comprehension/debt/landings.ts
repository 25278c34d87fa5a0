import type { LandedUnit, ReadersRow, RowOf } from '../../model/ledger.ts';

/** One landing of a unit. */
export interface UnitLanding {
  readonly of: LandedUnit;
  readonly landing: RowOf<'landed'>;
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
  for (const landing of landings) {
    for (const of of landing.units) {
      if (gone.has(of.unit)) continue;
      const known = found.get(of.unit);
      if (known === undefined) found.set(of.unit, [{ of, landing }]);
      else known.push({ of, landing });
    }
    for (const unit of landing.gone) gone.add(unit);
  }
  return found;
}
