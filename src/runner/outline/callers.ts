import { namedPlaces } from '../../git/namedPlaces.ts';
import type { ChangeReading } from '../../review/outline.ts';
import type { UnitReading } from '../../review/reading.ts';
import { callerNames } from '../../review/risk/signatures.ts';
import { seenUnit } from '../../review/seenLines.ts';
import { callerKey, type WorldFacts } from './worldFacts.ts';

/** A name whose declaration changed, and the units of a file that declare it. */
interface Asked {
  readonly path: string;
  readonly name: string;
  readonly units: UnitReading[];
}

/** Counts the places outside a unit where its name stands in the head, of those whose declaration changed. */
export async function callersOf(
  commonDir: string,
  head: string,
  { files, moved }: ChangeReading,
  signal?: AbortSignal,
): Promise<WorldFacts['callers']> {
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
  const names = [...new Set(Array.from(asked.values(), ({ name }) => name))];
  const places = await namedPlaces({ commonDir }, head, names, signal);
  const counts = new Map<string, number>();
  for (const [key, { path, name, units }] of asked) {
    const found = places?.get(name);
    if (found === undefined) continue;
    const isOwn = (line: number): boolean =>
      units.some(({ head: lines }) => lines !== undefined && line >= lines.first && line < lines.first + lines.count);
    counts.set(key, found.filter((place) => place.path !== path || !isOwn(place.line)).length);
  }
  return counts;
}
