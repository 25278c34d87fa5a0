import { landingsOf } from '../../comprehension/debt/landings.ts';
import type { StandingUnit } from '../../comprehension/debt/owing.ts';
import { Proofs } from '../../comprehension/debt/proofs.ts';
import { pathOf } from '../../comprehension/debt/unitIds.ts';
import type { LandingRecord } from '../../model/debt.ts';
import type { ReadersRow, RowOf } from '../../model/ledger.ts';

/** A unit that stands at the place that is asked about. */
export interface UnitHere {
  readonly unit: string;
  readonly body?: string;
}

/**
 * What landings left to be known of these units, newest first: landings of the same content, of what people made of it, and of
 * the unit under its name. Without names: what people said and missed is told, not who.
 */
export function recordsAbout(rows: readonly ReadersRow[], here: readonly UnitHere[]): LandingRecord[] {
  const proofs = new Proofs(rows);
  const names = new Set(here.map(({ unit }) => unit));
  const bodies = new Map(here.flatMap(({ unit, body }) => (body === undefined ? [] : [[body, unit] as const])));
  return landingsOf(rows).flatMap((landing) => {
    const units = landing.units.flatMap(({ unit, body }) => {
      const same =
        names.has(unit) && here.some((one) => one.unit === unit && (one.body ?? body) === body)
          ? unit
          : bodies.get(body);
      if (same !== undefined) return [{ unit: same, asLanded: true }];
      const later = [...proofs.descendants(body)].map((one) => bodies.get(one)).find((one) => one !== undefined);
      const changed = later ?? (names.has(unit) ? unit : undefined);
      return changed === undefined ? [] : [{ unit: changed, asLanded: false }];
    });
    return units.length === 0 ? [] : [recordOf(landing, units)];
  });
}

function recordOf(landing: RowOf<'landed'>, units: LandingRecord['units']): LandingRecord {
  const { loop, run, item, at, what, why, takenOut, remarks, misses, overridden, despiteDebt } = landing;
  return {
    ...{ loop, run, item, at, what, why, units, takenOut, remarks, misses },
    ...(overridden === undefined ? {} : { overridden }),
    ...(despiteDebt === undefined ? {} : { despiteDebt }),
  };
}

/** The units of a path at a line: the innermost ones that it stands in; all of the file without a line. */
export function unitsAt(units: readonly StandingUnit[], path: string, line: number | undefined): readonly UnitHere[] {
  const own = units.filter(({ unit }) => pathOf(unit) === path);
  if (line === undefined) return own;
  const around = own.filter(
    ({ line: first, lines = 0 }) => first !== undefined && first <= line && line < first + lines,
  );
  const unread = own.filter(({ line: first }) => first === undefined);
  const innermost = [...around].sort((one, other) => (one.lines ?? 0) - (other.lines ?? 0)).slice(0, 1);
  return innermost.length > 0 ? innermost : unread;
}
