import { type NamedPlace, namedPlaces } from '../../git/namedPlaces.ts';
import type { LineSpan } from '../../model/reviewOutline.ts';
import type { ChangeReading } from '../../review/outline.ts';
import type { UnitReading } from '../../review/reading.ts';
import { callerNames, nameOfUses } from '../../review/risk/signatures.ts';
import { seenUnit } from '../../review/seenLines.ts';
import { callerKey, type WorldFacts } from './worldFacts.ts';

/** A name whose declaration changed, and the units of a file that declare it. */
interface Asked {
  readonly path: string;
  readonly name: string;
  readonly units: UnitReading[];
}

/**
 * Counts in the head where names stand outside of what they name, by one search: those whose declaration changed, and those of
 * units whose bodies are wanted.
 */
export async function countedUses(
  commonDir: string,
  head: string,
  reading: ChangeReading,
  signal?: AbortSignal,
): Promise<Pick<WorldFacts, 'callers' | 'uses'>> {
  const changed = changedNames(reading);
  const landing = reading.files.flatMap(({ file, units }) =>
    units.flatMap((unit) => {
      const name = unit.body === undefined ? undefined : nameOfUses(unit.name);
      return name === undefined ? [] : [{ path: file.path, name, unit }];
    }),
  );
  // What changed its declaration comes first: only so many names are looked for.
  const names = new Set([...changed.values(), ...landing].map(({ name }) => name));
  const places = await namedPlaces({ commonDir }, head, [...names], signal);
  const callers = new Map<string, number>();
  for (const [key, { path, name, units }] of changed) {
    const found = outside(places?.get(name), path, units);
    if (found !== undefined) callers.set(key, found.length);
  }
  const uses = new Map<string, number>();
  for (const { path, name, unit } of landing) {
    const found = outside(places?.get(name), path, [unit]);
    if (found !== undefined) uses.set(unit.id, new Set(found.map((place) => `${place.path}\0${place.line}`)).size);
  }
  return { callers, uses };
}

function changedNames({ files, moved }: ChangeReading): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const file of files) {
    const { path } = file.file;
    for (const unit of file.units) {
      for (const name of callerNames(seenUnit(file, unit, moved))) {
        const key = callerKey(path, name);
        const known = asked.get(key);
        if (known === undefined) asked.set(key, { path, name, units: [unit] });
        else known.units.push(unit);
      }
    }
  }
  return asked;
}

function outside(
  places: readonly NamedPlace[] | undefined,
  path: string,
  units: readonly { readonly head?: LineSpan | undefined }[],
): readonly NamedPlace[] | undefined {
  const isOwn = (line: number): boolean =>
    units.some(({ head: lines }) => lines !== undefined && line >= lines.first && line < lines.first + lines.count);
  return places?.filter((place) => place.path !== path || !isOwn(place.line));
}
