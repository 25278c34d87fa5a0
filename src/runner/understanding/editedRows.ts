import type { CodeUnit } from '../../comprehension/codeReading.ts';
import { unitEdit } from '../../comprehension/debt/unitEdit.ts';
import { unitId } from '../../comprehension/debt/unitIds.ts';
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
    const known = new Set(before?.units.map(({ body }) => body));
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

interface PlacedUnit extends CodeUnit {
  readonly unit: string;
  readonly path: string;
  /** Its own lines, without those of smaller units in it. */
  readonly text: string;
}

function placedUnits({ path, text, units }: FileSide): readonly PlacedUnit[] {
  const owners: (CodeUnit | undefined)[] = [];
  // Smaller ones last: what is in a smaller part belongs to that one alone.
  for (const unit of [...units].sort((one, other) => other.lines.count - one.lines.count)) {
    for (let line = 0; line < unit.lines.count; line++) owners[unit.lines.first - 1 + line] = unit;
  }
  const own = new Map<CodeUnit, string[]>();
  for (const [index, line] of text.split('\n').entries()) {
    const owner = owners[index];
    if (owner === undefined) continue;
    const lines = own.get(owner);
    if (lines === undefined) own.set(owner, [line]);
    else lines.push(line);
  }
  return units.map((unit) => ({
    ...unit,
    unit: unitId(path, unit.name),
    path,
    text: (own.get(unit) ?? []).join('\n'),
  }));
}

/** Under its name; else with its content, anywhere; else as what is most like it in its file. */
function standsAs(
  old: PlacedUnit,
  after: FileSide | undefined,
  arrived: readonly PlacedUnit[],
): PlacedUnit | undefined {
  const here = after === undefined ? [] : placedUnits(after);
  const named = here.find(({ name }) => name === old.name);
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
