import type { StandingUnit } from '../../comprehension/debt/owing.ts';
import type { OwedUnit } from '../../model/debt.ts';
import type { LedgerRow, ReadersRow } from '../../model/ledger.ts';
import type { Attempt } from './attempts.ts';

/** A landing that brought a unit as it stands now. */
export interface QuizLanding {
  readonly run: string;
  readonly item: string;
  /** The unit as the outline of its change names it. */
  readonly unit: string;
}

/** A unit that somebody owes and that can be asked about: what landed stands there unchanged. */
export interface QuizUnit {
  /** Where it stands, and its name there. */
  readonly place: string;
  readonly name: string;
  readonly body: string;
  /** Newest first; at least one. */
  readonly landings: readonly QuizLanding[];
}

export interface QuizUnits {
  /** Most owed first. */
  readonly askable: readonly QuizUnit[];
  /** Names of those that nothing can be asked about, by why. */
  readonly not: ReadonlyMap<string, readonly string[]>;
  /** Some were asked about today: they rest until tomorrow. */
  readonly isResting: boolean;
}

interface From {
  /** What is owed, most first. */
  readonly owed: readonly OwedUnit[];
  readonly rows: readonly ReadersRow[];
  readonly standing: readonly StandingUnit[];
  /** What the person answered today. */
  readonly today: readonly Attempt[];
}

/** Which of the owed units may be asked about today. A unit is not asked about twice a day, whatever it is called by now. */
export function quizUnits({ owed, rows, standing, today }: From): QuizUnits {
  const bodies = new Map(standing.map(({ unit, body }) => [unit, body]));
  const landed = rows.flatMap(({ row }) => (row.row === 'landed' ? [row] : []));
  const askable: QuizUnit[] = [];
  const not = new Map<string, string[]>();
  let isResting = false;
  for (const { unit: place, name: named, path, landings } of owed) {
    const name = named === '' ? path : named;
    const body = bodies.get(place);
    if (today.some((attempt) => attempt.place === place || attempt.body === body)) {
      isResting = true;
      continue;
    }
    const same = body === undefined ? [] : landingsOf(body, place, landings, landed);
    if (body !== undefined && same.length > 0) askable.push({ place, name, body, landings: same });
    else {
      const why = body === undefined ? 'its language is not read' : 'it was changed after it landed';
      not.set(why, [...(not.get(why) ?? []), name]);
    }
  }
  return { askable, not, isResting };
}

type Landed = Extract<LedgerRow, { row: 'landed' }>;

/** Those of the landings that brought this very content. */
function landingsOf(
  body: string,
  place: string,
  landings: OwedUnit['landings'],
  landed: readonly Landed[],
): readonly QuizLanding[] {
  return landings.flatMap(({ run, item }): readonly QuizLanding[] => {
    const row = landed.find((one) => one.run === run && one.item === item);
    const units = row?.units.filter((one) => one.body === body) ?? [];
    const unit = units.find((one) => one.unit === place) ?? units[0];
    return unit === undefined ? [] : [{ run, item, unit: unit.unit }];
  });
}
