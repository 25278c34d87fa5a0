import { namedPlaces } from '../../git/namedPlaces.ts';
import { readBlob } from '../../git/objects.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import { type ChangeReading, outlineOf, readChange } from '../../review/outline.ts';
import type { FileReading, UnitReading } from '../../review/reading.ts';
import { type CodeOwners, codeOwnersPlaces, parseCodeOwners } from '../../review/risk/codeOwners.ts';
import { protectedBy } from '../../review/risk/protectedPaths.ts';
import { fileRisk, unitRisk } from '../../review/risk/risk.ts';
import type { RiskWorld } from '../../review/risk/seen.ts';
import { callerNames } from '../../review/risk/signatures.ts';
import { filesToRead } from './filesToRead.ts';
import type { FileToRead } from './readFiles.ts';
import type { OutlineRequest } from './request.ts';

/** Reads parts of a change, in whatever order. */
export type ReadParts = (parts: readonly (readonly FileToRead[])[]) => Promise<readonly FileReading[]>;

/** Makes the outline of a change. Rejects where git cannot be asked. */
export async function makeOutline(
  { commonDir, change, policy }: Pick<OutlineRequest, 'commonDir' | 'change' | 'policy'>,
  readParts: ReadParts,
  signal?: AbortSignal,
): Promise<ReviewOutline> {
  const owners = ownersAt(commonDir, change.base);
  const files = await readParts(await filesToRead(commonDir, change.files, signal));
  const inOrder = new Map(files.map((reading) => [reading.file.path, reading]));
  const reading = readChange(change.files.flatMap(({ path }) => inOrder.get(path) ?? []));
  const touched = new Set(change.files.map(({ path }) => path));
  const world: RiskWorld = {
    protectedBy: protectedBy(policy),
    ownersOf: (await owners).ownersOf,
    callersOf: await callers(commonDir, change.head, reading, signal),
    touches: (path) => touched.has(path),
  };
  return outlineOf(change, reading, {
    ofUnit: (seen) => unitRisk(seen, world),
    ofFile: (file, kind, units) => fileRisk(file, kind, units, world),
  });
}

async function ownersAt(commonDir: string, base: string): Promise<CodeOwners> {
  const found = await Promise.all(codeOwnersPlaces.map((place) => readBlob({ commonDir }, base, place)));
  const text = found.map((blob) => (blob.ok ? blob.value : undefined)).find((blob) => blob !== undefined);
  return parseCodeOwners(text?.toString('utf8') ?? '');
}

/** Counts the places outside a unit where its name stands, of those whose declaration changed. */
async function callers(
  commonDir: string,
  head: string,
  reading: ChangeReading,
  signal?: AbortSignal,
): Promise<RiskWorld['callersOf']> {
  const askedBy = new Map<string, UnitReading[]>();
  const names = new Set<string>();
  for (const [unit, seen] of reading.seen) {
    for (const name of callerNames(seen)) {
      names.add(name);
      const key = `${seen.file.path}\0${name}`;
      askedBy.set(key, [...(askedBy.get(key) ?? []), unit]);
    }
  }
  const places = await namedPlaces({ commonDir }, head, [...names], signal);
  return (path, name) => {
    const own = (askedBy.get(`${path}\0${name}`) ?? []).map((unit) => unit.head);
    return places?.get(name)?.filter((place) => {
      const isOwn = own.some(
        (lines) => lines !== undefined && place.line >= lines.first && place.line < lines.first + lines.count,
      );
      return place.path !== path || !isOwn;
    }).length;
  };
}
