import type { OwedUnit } from '../../model/debt.ts';
import type { ReadersRow } from '../../model/ledger.ts';
import { landingKey, landingsByUnit, landingsOf, type UnitLanding } from './landings.ts';
import { type Evidence, Proofs, worthOf } from './proofs.ts';
import { unitWeight } from './unitWeight.ts';
import { whyOwed } from './whyOwed.ts';

/** A unit as it stands on the target now. */
export interface StandingUnit {
  readonly unit: string;
  /** Absent where the language is not read: then it is taken to be as it landed. */
  readonly body?: string;
  readonly size?: number;
  /** Where it begins, from 1, and how many lines it has. */
  readonly line?: number;
  readonly lines?: number;
}

export interface DebtOf {
  readonly rows: readonly ReadersRow[];
  /** Every unit that stands in the files that the rows name. */
  readonly standing: readonly StandingUnit[];
  /** Whose debt: units of landings in this reader's file. Without one: the repository's, where the best reader counts. */
  readonly reader?: string;
  readonly now: number;
  /** Landings that were taken back owe nothing. */
  readonly isTakenBack?: (landing: { readonly run: string; readonly item: string }) => boolean;
}

/**
 * What is owed, unit by unit, most first: ℓ·w·(1 − E·R) lines each (docs/comprehension.md). ℓ is the sum over its landings, and
 * at most its size now or what the newest brought; E counts for the content that stands there now. Units that are known owe 0
 * and are listed; those that are gone are not.
 */
export function owedUnits({ rows, standing, reader, now, isTakenBack = () => false }: DebtOf): readonly OwedUnit[] {
  const own = reader === undefined ? rows : rows.filter((row) => row.reader === reader);
  const ownKeys = new Set(landingsOf(own).map(landingKey));
  const landings = landingsOf(rows).filter((landing) => ownKeys.has(landingKey(landing)) && !isTakenBack(landing));
  const proofs = new Proofs(rows);
  const owed: OwedUnit[] = [];
  for (const [place, landed] of placed(landingsByUnit(landings), new Places(standing), proofs)) {
    const [newest] = landed;
    if (newest === undefined) continue;
    const body = place.body ?? newest.body;
    const evidence = reader === undefined ? proofs.best(body, now) : proofs.of(reader, body, now);
    owed.push(
      owedUnit(place, landed, {
        evidence,
        isOwn: reader !== undefined,
        wasKnown: knew(proofs, landed, { reader, now }),
        now,
      }),
    );
  }
  return owed.sort((one, other) => other.owed - one.owed || (one.unit < other.unit ? -1 : 1));
}

/** Whether something that landed there earlier was known, although what stands there now is not. */
function knew(
  proofs: Proofs,
  landed: readonly UnitLanding[],
  { reader, now }: { readonly reader: string | undefined; readonly now: number },
): boolean {
  return landed.some(
    ({ body }) => worthOf(reader === undefined ? proofs.best(body, now) : proofs.of(reader, body, now)) > 0,
  );
}

interface How {
  readonly evidence: Evidence;
  readonly isOwn: boolean;
  readonly wasKnown: boolean;
  readonly now: number;
}

function owedUnit(place: StandingUnit, landed: readonly UnitLanding[], how: How): OwedUnit {
  const { evidence } = how;
  const [newest = { ...place, lines: 0, size: 0, callers: 0 }] = landed;
  const sum = landed.reduce((all, { lines }) => all + lines, 0);
  const lines = Math.min(sum, Math.max(place.size ?? newest.size, newest.lines));
  // What is risky stays so, whatever lands on top of it.
  const risk = landed.reduce<0.5 | 1 | 2>((most, { weight }) => (weight > most ? weight : most), 0.5);
  const weight = unitWeight({ weight: risk, callers: newest.callers });
  const hash = place.unit.indexOf('#');
  return {
    unit: place.unit,
    path: place.unit.slice(0, hash),
    name: place.unit.slice(hash + 1),
    ...(place.line === undefined ? {} : { line: place.line }),
    lines,
    weight,
    evidence: evidence.evidence,
    recall: evidence.recall,
    owed: lines * weight * (1 - worthOf(evidence)),
    landings: landed.map(({ run, item, loop, at }) => ({ run, item, loop, at })),
    why: whyOwed({ lines, risk, callers: newest.callers, landings: landed.length, ...how }),
  };
}

/** Where units stand, by their names and by what they hold. */
class Places {
  readonly #byUnit: ReadonlyMap<string, StandingUnit>;
  readonly #byBody = new Map<string, StandingUnit>();

  constructor(standing: readonly StandingUnit[]) {
    this.#byUnit = new Map(standing.map((unit) => [unit.unit, unit]));
    for (const unit of standing) {
      if (unit.body !== undefined && !this.#byBody.has(unit.body)) this.#byBody.set(unit.body, unit);
    }
  }

  /** Where a unit stands now: under its name, else wherever its newest content, or what people made of that, stands. */
  of(unit: string, newest: UnitLanding, proofs: Proofs): StandingUnit | undefined {
    const same = this.#byUnit.get(unit);
    if (same !== undefined) return same;
    for (const body of proofs.descendants(newest.body)) {
      const moved = this.#byBody.get(body);
      if (moved !== undefined) return moved;
    }
    return undefined;
  }
}

/** The landings of each unit that still stands, by where it does; newest first. */
function placed(
  byUnit: ReadonlyMap<string, readonly UnitLanding[]>,
  places: Places,
  proofs: Proofs,
): ReadonlyMap<StandingUnit, readonly UnitLanding[]> {
  const found = new Map<StandingUnit, UnitLanding[]>();
  for (const [unit, landings] of byUnit) {
    const [newest] = landings;
    const place = newest && places.of(unit, newest, proofs);
    if (place !== undefined) found.set(place, [...(found.get(place) ?? []), ...landings]);
  }
  for (const landings of found.values()) {
    landings.sort((one, other) => other.at - one.at || (one.run < other.run ? 1 : one.run > other.run ? -1 : 0));
  }
  return found;
}
