import { isMap } from 'yaml';
import type { GoalUses } from '../../model/goalTree.ts';
import { type FieldText, fieldTexts } from '../fieldTexts.ts';
import type { GoalCheckup } from '../goal.ts';
import type { Spot } from '../problem.ts';
import { type Path, type Place, placeAt, type Reading } from '../reading.ts';
import type { WorkspaceIndex } from '../workspaceIndex.ts';

/** What a lint sees: the text as it is, whether or not its shape is right, and what the goal names. */
export interface LintView {
  readonly reading: Reading;
  /** Path of the file, where it has one; with either slash. */
  readonly file: string | undefined;
  /** Undefined where the goal cannot be read. */
  readonly goal: GoalUses | undefined;
  /** What every expression that can be read names: goal, give-up, gates, items. */
  readonly uses: readonly GoalUses[];
  /** Each check with its command, short or long form. */
  readonly checks: readonly CheckCommand[];
  /** Every text of the file, with what the schema says of it. */
  readonly texts: readonly FieldText[];
  /** What the repository has beside it; undefined where that is not known. */
  readonly index: WorkspaceIndex | undefined;
}

export interface CheckCommand {
  readonly id: string;
  readonly command: Text;
}

/** Looks up once what several lints need. */
export function lintView(
  reading: Reading,
  { path: file, index }: { readonly path?: string; readonly index?: WorkspaceIndex | undefined },
  checkup: GoalCheckup,
): LintView {
  const uses = checkup.expressions.map((expression) => expression.uses);
  return { reading, file, goal: checkup.uses, uses, checks: checkCommands(reading), texts: fieldTexts(reading), index };
}

/** Looks for one kind of mistake. Stateless; tells nothing about what it cannot understand. */
export type Lint = (view: LintView) => Iterable<Spot>;

/** A text at a path, with its place. */
export interface Text {
  readonly text: string;
  readonly place: Place;
}

/** Whether something is written at a path, right or wrong. */
export const isWritten = (reading: Reading, path: Path): boolean => placeAt(reading, path) !== undefined;

/** Where a key stands; its value where it has no key of its own. */
export function keyPlace(reading: Reading, path: Path): Place['at'] | undefined {
  const place = placeAt(reading, path);
  return place?.key ?? place?.at;
}

export function textAt(reading: Reading, path: Path): Text | undefined {
  const place = placeAt(reading, path);
  return place && typeof place.value === 'string' ? { text: place.value, place } : undefined;
}

export function numberAt(reading: Reading, path: Path): { readonly value: number; readonly place: Place } | undefined {
  const place = placeAt(reading, path);
  return place && typeof place.value === 'number' ? { value: place.value, place } : undefined;
}

/** The texts of a list. */
export function textsAt(reading: Reading, path: Path): readonly Text[] {
  return entriesAt(reading, path).flatMap((entry) => textAt(reading, entry) ?? []);
}

/** The paths of the entries of a list. */
export function entriesAt(reading: Reading, path: Path): readonly Path[] {
  const list = placeAt(reading, path)?.value;
  return Array.isArray(list) ? list.map((_, index) => [...path, index]) : [];
}

/** The keys of a map, in the order written. */
export function keysAt(reading: Reading, path: Path): readonly string[] {
  const place = placeAt(reading, path);
  const value = place?.value;
  return isMap(place?.node) && typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function checkCommands(reading: Reading): readonly CheckCommand[] {
  return keysAt(reading, ['checks']).flatMap((id) => {
    const command = textAt(reading, ['checks', id]) ?? textAt(reading, ['checks', id, 'run']);
    return command ? [{ id, command }] : [];
  });
}
