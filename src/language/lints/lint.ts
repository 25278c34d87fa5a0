import { isMap } from 'yaml';
import type { GoalUses } from '../../model/goalTree.ts';
import type { Spot } from '../problem.ts';
import { type Path, type Place, placeAt, type Reading } from '../reading.ts';

/** What a lint sees: the text as it is, whether or not its shape is right, and what the goal names. */
export interface LintView {
  readonly reading: Reading;
  /** Path of the file, where it has one; with either slash. */
  readonly file: string | undefined;
  /** Undefined where the goal cannot be read. */
  readonly goal: GoalUses | undefined;
  /** Each check with its command, short or long form. */
  readonly checks: readonly CheckCommand[];
  /** Every command of the loop: maker, checks, set-up. */
  readonly commands: readonly Text[];
}

export interface CheckCommand {
  readonly id: string;
  readonly command: Text;
}

/** Looks up once what several lints need. */
export function lintView(reading: Reading, file: string | undefined, goal: GoalUses | undefined): LintView {
  const checks = checkCommands(reading);
  return { reading, file, goal, checks, commands: allCommands(reading, checks) };
}

/** Looks for one kind of mistake. Stateless; tells nothing about what it cannot understand. */
export type Lint = (view: LintView) => Iterable<Spot>;

/** A text at a path, with its place. */
export interface Text {
  readonly text: string;
  readonly place: Place;
}

export function textAt(reading: Reading, path: Path): Text | undefined {
  const place = placeAt(reading, path);
  return place && typeof place.value === 'string' ? { text: place.value, place } : undefined;
}

/** The texts of a list. */
export function textsAt(reading: Reading, path: Path): readonly Text[] {
  const list = placeAt(reading, path)?.value;
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => textAt(reading, [...path, index]) ?? []);
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

function allCommands(reading: Reading, checks: readonly CheckCommand[]): readonly Text[] {
  const maker = textAt(reading, ['roles', 'maker', 'run']);
  const setUp = textsAt(reading, ['isolation', 'setup']);
  return [...(maker ? [maker] : []), ...checks.map(({ command }) => command), ...setUp];
}
