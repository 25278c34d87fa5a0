import { readBlob } from '../../git/objects.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { JudgedUnit } from '../../review/judgedUnit.ts';
import type { Moved, MovedSides } from '../../review/movedLines.ts';
import { outlineOf, readChange } from '../../review/outline.ts';
import type { FileReading, UnitReading } from '../../review/reading.ts';
import { type CodeOwners, codeOwnersPlaces, parseCodeOwners } from '../../review/risk/codeOwners.ts';
import { protectedBy } from '../../review/risk/protectedPaths.ts';
import { fileRisk } from '../../review/risk/risk.ts';
import { countedUses } from './callers.ts';
import { filesToRead, withTexts } from './filesToRead.ts';
import { type FileSides, type JudgedFile, type Judging, piecesOf } from './partReader.ts';
import type { OutlineRequest } from './request.ts';
import { pathFacts, type WorldFacts, worldOf } from './worldFacts.ts';

/** Reads all files of a change, in whatever order, and then judges their units. */
export interface Readers {
  readonly read: (parts: AsyncGenerator<readonly FileSides[], undefined>) => Promise<readonly FileReading[]>;
  readonly judge: (judging: Judging) => Promise<readonly JudgedFile[]>;
}

/** Makes the outline of a change. `readersFor`: as many parts are read. Rejects where git cannot be asked. */
export async function makeOutline(
  { commonDir, change, policy }: Pick<OutlineRequest, 'commonDir' | 'change' | 'policy'>,
  readersFor: (parts: number) => Readers,
  signal?: AbortSignal,
): Promise<ReviewOutline> {
  const owners = ownersAt(commonDir, change.base);
  const parts = await filesToRead(commonDir, change.files, signal);
  const readers = readersFor(parts.length);
  const reading = readChange(await readers.read(withTexts(commonDir, parts, signal)));
  const { ownersOf } = await owners;
  const facts: WorldFacts = {
    paths: pathFacts(change.files, { ownersOf, protectedBy: protectedBy(policy) }),
    ...(await countedUses(commonDir, change.head, reading, signal)),
  };
  const judged = byUnit(reading.files, await readers.judge({ world: facts, moved: movedByPath(reading) }));
  const world = worldOf(facts);
  return outlineOf(change, reading, {
    ofUnit: (_file, unit) => {
      const own = judged.get(unit);
      if (own === undefined) throw new Error(`${unit.id} was not judged`);
      return own;
    },
    ofFile: (file, kind, units) => fileRisk(file, kind, units, world),
  });
}

async function ownersAt(commonDir: string, base: string): Promise<CodeOwners> {
  const found = await Promise.all(codeOwnersPlaces.map((place) => readBlob({ commonDir }, base, place)));
  const text = found.map((blob) => (blob.ok ? blob.value : undefined)).find((blob) => blob !== undefined);
  return parseCodeOwners(text?.toString('utf8') ?? '');
}

function movedByPath(reading: { readonly files: readonly FileReading[]; readonly moved: Moved }): Judging['moved'] {
  const byPath = new Map<string, ReadonlyMap<number, MovedSides>>();
  for (const file of reading.files) {
    const own = piecesOf(file).flatMap((piece, place) => {
      const lines = reading.moved.get(piece);
      return lines === undefined ? [] : [[place, { removed: lines.removed, added: lines.added }] as const];
    });
    if (own.length > 0) byPath.set(file.file.path, new Map(own));
  }
  return byPath;
}

function byUnit(files: readonly FileReading[], judged: readonly JudgedFile[]): ReadonlyMap<UnitReading, JudgedUnit> {
  const ofPath = new Map(judged.map(({ path, units }) => [path, units]));
  return new Map(
    files.flatMap(({ file, units }) =>
      units.flatMap((unit, at) => {
        const own = ofPath.get(file.path)?.[at];
        return own === undefined ? [] : [[unit, own] as const];
      }),
    ),
  );
}
