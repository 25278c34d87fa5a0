import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { unitEdit } from '../../comprehension/debt/unitEdit.ts';
import { type NamedUnit, unitsOf } from '../../comprehension/debt/unitIds.ts';
import type { NewRow } from './ledger.ts';

/** One side of a file that a person changed on the target. */
export interface FileSide {
  readonly path: string;
  readonly text: string;
  readonly units: readonly CodeUnit[];
}

/** A file that a person changed; a side that does not have it is absent. */
export interface EditedFile {
  readonly before?: FileSide;
  readonly after?: FileSide;
}

type Row = Extract<NewRow, { row: 'edited' | 'written' }>;

/** Of the lines of a unit that has another name now, those that have to be the same for it to be the same unit. */
const leastAlike = 0.5;

/**
 * What a step of people did to units that are owed (`owes` tells which), where each stands afterwards, and whether it is theirs
 * now: of a merge nobody knows who wrote it. A unit that is gone has no row.
 */
export function editedRows(
  files: readonly EditedFile[],
  owes: (unit: string) => boolean,
  { at, isMerge }: { readonly at: number; readonly isMerge: boolean },
): readonly Row[] {
  const arrived = files.flatMap(({ before, after }) => {
    const known = new Set(before === undefined ? [] : unitsOf(before.path, before.units).map(({ body }) => body));
    return after === undefined ? [] : placedUnits(after).filter(({ body }) => !known.has(body));
  });
  return files.flatMap(({ before, after }) =>
    before === undefined
      ? []
      : placedUnits(before)
          .filter(({ unit }) => owes(unit))
          .flatMap((old): readonly Row[] => {
            const now = standsAs(old, after, arrived);
            return now === undefined || (now.body === old.body && now.unit === old.unit)
              ? []
              : rowsOf(old, now, { at, isMerge });
          }),
  );
}

interface PlacedUnit extends NamedUnit {
  readonly path: string;
  readonly text: string;
}

function placedUnits({ path, text, units }: FileSide): readonly PlacedUnit[] {
  const lines = text.split('\n');
  return unitsOf(path, units).map((unit) => ({
    ...unit,
    path,
    text: lines.slice(unit.lines.first - 1, unit.lines.first - 1 + unit.lines.count).join('\n'),
  }));
}

/** Under its name; else with its content, anywhere; else as what is most like it in its file. */
function standsAs(
  old: PlacedUnit,
  after: FileSide | undefined,
  arrived: readonly PlacedUnit[],
): PlacedUnit | undefined {
  const here = after === undefined ? [] : placedUnits(after);
  const named = here.find(({ name, unit }) => name === old.name && unit.endsWith(old.unit.slice(old.path.length)));
  if (named !== undefined) return named;
  const same = [...here, ...arrived].find(({ body }) => body === old.body);
  if (same !== undefined) return same;
  const alike = arrived
    .filter(({ path }) => path === after?.path)
    .map((unit) => ({ unit, kept: unitEdit(old.path, old.text, unit.text).kept }))
    .sort((one, other) => other.kept - one.kept)[0];
  return alike !== undefined && alike.kept >= leastAlike ? alike.unit : undefined;
}

function rowsOf(
  old: PlacedUnit,
  now: PlacedUnit,
  { at, isMerge }: { readonly at: number; readonly isMerge: boolean },
): readonly Row[] {
  const edit = now.body === old.body ? { kept: 1, decisive: false } : unitEdit(now.path, old.text, now.text);
  const share = 1 - unitEdit(now.path, now.text, old.text).kept;
  const edited: Row = { row: 'edited', at, unit: now.unit, from: old.body, to: now.body, ...edit };
  const isTheirs = !isMerge && now.body !== old.body && share >= leastAlike;
  return isTheirs ? [edited, { row: 'written', at, unit: now.unit, body: now.body, share }] : [edited];
}
