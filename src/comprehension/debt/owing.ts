import type { Debt, OwedUnit } from '../../model/debt.ts';
import type { ReadersRow, RowOf } from '../../model/ledger.ts';
import { landingKey, landingsByUnit, landingsOf, type UnitLanding } from './landings.ts';
import { minutesOf } from './minutesOf.ts';
import { type Evidence, Proofs, worthOf } from './proofs.ts';
import { nameOf, pathOf } from './unitIds.ts';
import { unitWeight } from './unitWeight.ts';
import { whyOwed } from './whyOwed.ts';

/** A unit as it stands on the target now. */
export interface StandingUnit {
  readonly unit: string;
  /** Absent where the content cannot be read: then it is taken to be as it landed. */
  readonly body?: string;
  readonly size?: number;
  /** Where it begins, from 1, and how many lines it has. */
  readonly line?: number;
  readonly lines?: number;
}

export interface OwingOf {
  readonly rows: readonly ReadersRow[];
  /** Every unit that stands in the files that the rows name. */
  readonly standing: readonly StandingUnit[];
  /** Landings that were taken back owe nothing. */
  readonly isTakenBack?: (landing: { readonly run: string; readonly item: string }) => boolean;
}

/** Whose debt (without a reader the repository's), and when: people forget. */
export interface Asked {
  readonly reader?: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * What is owed, unit by unit: ℓ·w·(1 − E·R) lines each (docs/comprehension.md). ℓ is the sum over its landings, and at most its
 * size now or what the newest brought; E counts for the content that stands there now. Units that are gone owe nothing.
 *
 * A reader owes for the landings in their file. Without a reader it is the repository's debt, where the best one counts.
 */
export class Owing {
  readonly #rows: readonly ReadersRow[];
  readonly #landings: readonly RowOf<'landed'>[];
  readonly #proofs: Proofs;
  readonly #places: Places;

  constructor({ rows, standing, isTakenBack = () => false }: OwingOf) {
    this.#rows = rows;
    this.#landings = landingsOf(rows).filter((landing) => !isTakenBack(landing));
    this.#proofs = new Proofs(rows);
    this.#places = new Places(standing);
  }

  /** D, and the minutes of reading that it is. */
  sum(at: Asked): Debt['mine'] {
    let owed = 0;
    for (const [place, landed] of this.#placed(at.reader)) owed += this.#figuresOf(place, landed, at).owed;
    return { owed, minutes: minutesOf(owed) };
  }

  /** Most owed first, with the reason for each; those that are known whole owe 0. */
  units(at: Asked): readonly OwedUnit[] {
    const units = [...this.#placed(at.reader)].map(([place, landed]) => this.#told(place, landed, at));
    return units.sort((one, other) => other.owed - one.owed || (one.unit < other.unit ? -1 : 1));
  }

  #told(place: StandingUnit, landed: readonly UnitLanding[], at: Asked): OwedUnit {
    const { lines, weight, risk, callers, evidence, owed } = this.#figuresOf(place, landed, at);
    const isForgotten =
      evidence.at === undefined && landed.some(({ of }) => this.#evidenceOf(of.body, at).at !== undefined);
    const how = { evidence, wasKnown: isForgotten, isOwn: at.reader !== undefined, now: at.now };
    return {
      ...{ unit: place.unit, path: pathOf(place.unit), name: nameOf(place.unit) },
      ...(place.line === undefined ? {} : { line: place.line }),
      ...{ lines, weight, evidence: evidence.evidence, recall: evidence.recall, owed },
      landings: landed.map(({ landing }) => ({
        run: landing.run,
        item: landing.item,
        loop: landing.loop,
        at: landing.at,
      })),
      why: whyOwed({ lines, risk, callers, landings: landed.length, ...how }),
    };
  }

  #figuresOf(place: StandingUnit, landed: readonly UnitLanding[], at: Asked) {
    const newest = landed[0]?.of;
    const evidence = this.#evidenceOf(place.body ?? newest?.body ?? '', at);
    let sum = 0;
    // What is risky stays so, whatever lands on top of it.
    let risk: 0.5 | 1 | 2 = 0.5;
    for (const { of } of landed) {
      sum += of.lines;
      if (of.weight > risk) risk = of.weight;
    }
    const lines = Math.min(sum, Math.max(place.size ?? newest?.size ?? 0, newest?.lines ?? 0));
    const callers = newest?.callers ?? 0;
    const weight = unitWeight({ weight: risk, callers });
    return { lines, weight, risk, callers, evidence, owed: lines * weight * (1 - worthOf(evidence)) };
  }

  #evidenceOf(body: string, { reader, now }: Asked): Evidence {
    return reader === undefined ? this.#proofs.best(body, now) : this.#proofs.of(reader, body, now);
  }

  /** The landings of each unit that still stands, by where it does; newest first. */
  #placed(reader: string | undefined): ReadonlyMap<StandingUnit, readonly UnitLanding[]> {
    const found = new Map<StandingUnit, readonly UnitLanding[]>();
    for (const [unit, landings] of landingsByUnit(this.#landingsOf(reader))) {
      const [newest] = landings;
      const place = newest && this.#places.of(unit, newest.of.body, this.#proofs);
      if (place === undefined) continue;
      const others = found.get(place);
      found.set(place, others === undefined ? landings : [...others, ...landings].sort(byAge));
    }
    return found;
  }

  #landingsOf(reader: string | undefined): readonly RowOf<'landed'>[] {
    if (reader === undefined) return this.#landings;
    const own = new Set(
      this.#rows.flatMap(({ reader: of, row }) => (of === reader && row.row === 'landed' ? [landingKey(row)] : [])),
    );
    return this.#landings.filter((landing) => own.has(landingKey(landing)));
  }
}

const byAge = ({ landing: one }: UnitLanding, { landing: other }: UnitLanding): number =>
  other.at - one.at || (one.run < other.run ? 1 : one.run > other.run ? -1 : 0);

/** Where units stand, by their names and by what they hold. */
class Places {
  readonly #byUnit = new Map<string, StandingUnit>();
  readonly #byBody = new Map<string, StandingUnit>();

  constructor(standing: readonly StandingUnit[]) {
    for (const unit of standing) {
      this.#byUnit.set(unit.unit, unit);
      if (unit.body !== undefined && !this.#byBody.has(unit.body)) this.#byBody.set(unit.body, unit);
    }
  }

  /** Where a unit stands now: under its name, else wherever its newest content, or what people made of that, stands. */
  of(unit: string, newest: string, proofs: Proofs): StandingUnit | undefined {
    const same = this.#byUnit.get(unit);
    if (same !== undefined) return same;
    for (const body of proofs.descendants(newest)) {
      const moved = this.#byBody.get(body);
      if (moved !== undefined) return moved;
    }
    return undefined;
  }
}
