import type { FileChange } from '../../model/change.ts';
import { type JudgedUnit, judgeUnit } from '../../review/judgedUnit.ts';
import type { MovedSides } from '../../review/movedLines.ts';
import { type FileText, type ReadingTools, readFile } from '../../review/readFile.ts';
import type { FileReading, PieceReading } from '../../review/reading.ts';
import { type WorldFacts, worldOf } from './worldFacts.ts';

/** A file of a change with the texts of its sides, a character for each byte. */
export interface FileSides extends FileText {
  readonly file: FileChange;
}

/** What has to be known before units are judged. It can be sent to a thread. */
export interface Judging {
  readonly world: WorldFacts;
  /** By path: of those pieces of the file in which lines moved, by their place in it, which ones. */
  readonly moved: ReadonlyMap<string, ReadonlyMap<number, MovedSides>>;
}

/** The units of a file as they were judged, in the order of its reading. */
export interface JudgedFile {
  readonly path: string;
  readonly units: readonly JudgedUnit[];
}

/** Reads files, keeps what it has read, and judges that when the whole change is known. */
export class PartReader {
  readonly #toolsFor: (paths: readonly string[]) => Promise<ReadingTools>;
  readonly #read: FileReading[] = [];

  /** `toolsFor`: what files of these paths are read with. */
  constructor(toolsFor: (paths: readonly string[]) => Promise<ReadingTools>) {
    this.#toolsFor = toolsFor;
  }

  async read(part: readonly FileSides[]): Promise<readonly FileReading[]> {
    const tools = await this.#toolsFor(part.map(({ file }) => file.path));
    const files = part.map(({ file, ...text }) => readFile(file, text, tools));
    this.#read.push(...files);
    return files;
  }

  /** Judges the units of all files that were read here. */
  judge({ world: facts, moved }: Judging): readonly JudgedFile[] {
    const world = worldOf(facts);
    return this.#read.map((file) => {
      const own = movedIn(file, moved.get(file.file.path));
      return { path: file.file.path, units: file.units.map((unit) => judgeUnit(file, unit, own, world)) };
    });
  }
}

/** The pieces of a file, in the order in which they are counted. */
export const piecesOf = ({ units }: FileReading): readonly PieceReading[] => units.flatMap(({ pieces }) => pieces);

function movedIn(
  file: FileReading,
  moved: ReadonlyMap<number, MovedSides> | undefined,
): ReadonlyMap<PieceReading, MovedSides> {
  if (moved === undefined) return new Map();
  return new Map(
    piecesOf(file).flatMap((piece, place) => {
      const own = moved.get(place);
      return own === undefined ? [] : [[piece, own] as const];
    }),
  );
}
