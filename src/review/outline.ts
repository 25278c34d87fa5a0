import type { Change, FileChange } from '../model/change.ts';
import type { OutlineFile, Piece, ReviewOutline, Unit } from '../model/reviewOutline.ts';
import type { FileKind } from './fileKind.ts';
import { type MovedFiles, movedFiles } from './movedFiles.ts';
import { type Moved, movedLines } from './movedLines.ts';
import { byRisk, unitsByRisk } from './outlineOrder.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';
import type { Risk, UnitSeen } from './risk/seen.ts';
import { countToRead, linesToRead, seenUnit } from './seenLines.ts';

/** Who says how risky something is. */
export interface RiskJudge {
  readonly ofUnit: (seen: UnitSeen) => Risk;
  readonly ofFile: (file: FileChange, kind: FileKind, units: readonly Risk[]) => Risk;
}

/** All files of a change as they were read, and what was moved between them. */
export interface ChangeReading {
  readonly files: readonly FileReading[];
  readonly moved: Moved;
  /** Each unit as its risk is judged. */
  readonly seen: ReadonlyMap<UnitReading, UnitSeen>;
}

/** Whatever the order of the files: of lines that were removed once and added twice the first by path are the moved ones. */
export function readChange(files: readonly FileReading[]): ChangeReading {
  const byPath = files.toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const moved = movedLines(byPath);
  const seen = byPath.flatMap((file) => file.units.map((unit) => [unit, seenUnit(file, unit, moved)] as const));
  return { files: byPath, moved, seen: new Map(seen) };
}

/** The change as it is read: what can do most harm first, what a program wrote last. */
export function outlineOf(
  { base, head, tree }: Pick<Change, 'base' | 'head' | 'tree'>,
  change: ChangeReading,
  judge: RiskJudge,
): ReviewOutline {
  const { files, moved, seen } = change;
  const places = movedFiles(files, moved);
  const outlined = files.map((reading) => outlineFile(reading, { moved, places, seen, judge })).sort(byRisk);
  const lines = outlined.reduce((sum, file) => sum + (file.folded === undefined ? file.lines : 0), 0);
  return { base, head, tree, files: outlined, lines };
}

interface Known {
  readonly moved: Moved;
  readonly places: MovedFiles;
  readonly seen: ChangeReading['seen'];
  readonly judge: RiskJudge;
}

function outlineFile(reading: FileReading, known: Known): OutlineFile {
  const { file, kind } = reading;
  const { moved, places, judge } = known;
  const folded = whyFolded(reading, moved, places.whole);
  const isRead = folded === undefined || folded === 'too-large';
  const units = reading.units.map((unit) => outlineUnit(unit, known, isRead));
  const { risk, reasons } = judge.ofFile(file, kind, units);
  const movedFrom = places.from.get(file.path);
  const lines = folded === 'too-large' ? file.added + file.removed : units.reduce((sum, unit) => sum + unit.lines, 0);
  return {
    file,
    ...(folded === undefined ? {} : { folded }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    lines,
    risk,
    reasons: [...reasons],
    units: units.sort(unitsByRisk),
  };
}

/** A file of which nothing is left to be read, and why. */
function whyFolded(
  { file, folded, units }: FileReading,
  moved: Moved,
  movedWhole: ReadonlySet<string>,
): OutlineFile['folded'] {
  if (movedWhole.has(file.path)) return 'moved';
  if (folded !== undefined) return folded;
  const pieces = units.flatMap((unit) => unit.pieces);
  const isQuiet = pieces.every(
    (reading) => reading.removed.length + reading.added.length > 0 && countToRead(linesToRead(reading, moved)) === 0,
  );
  const isDeletion = file.status === 'deleted';
  if (!isQuiet || (!isDeletion && pieces.some(({ piece }) => piece.kind !== 'lines'))) return undefined;
  return pieces.some((reading) => moved.has(reading)) ? 'moved' : 'format';
}

function outlineUnit(unit: UnitReading, { moved, seen, judge }: Known, isRead: boolean): Unit {
  const own = seen.get(unit);
  if (own === undefined) throw new Error(`${unit.id} was not read`);
  const { risk, reasons } = judge.ofUnit(own);
  const lines = countToRead(own);
  return {
    id: unit.id,
    name: unit.name,
    kind: unit.kind,
    digest: unit.digest,
    ...(unit.base === undefined ? {} : { base: unit.base }),
    ...(unit.head === undefined ? {} : { head: unit.head }),
    lines: isRead ? lines : 0,
    risk,
    reasons: [...reasons],
    pieces: unit.pieces.map((reading) => outlinePiece(reading, moved)),
  };
}

function outlinePiece(reading: PieceReading, moved: Moved): Piece {
  const { piece } = reading;
  const lines = moved.get(reading);
  if (lines === undefined || piece.note !== undefined || countToRead(linesToRead(reading, moved)) > 0) return piece;
  return { ...piece, note: 'moved', other: lines.other };
}
