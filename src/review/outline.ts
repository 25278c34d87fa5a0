import type { Change, FileChange } from '../model/change.ts';
import type { OutlineFile, Piece, ReviewOutline, Unit } from '../model/reviewOutline.ts';
import type { FileKind } from './fileKind.ts';
import type { JudgedUnit } from './judgedUnit.ts';
import { type MovedFiles, movedFiles } from './movedFiles.ts';
import { type Moved, movedLines } from './movedLines.ts';
import { byRisk, unitsByRisk } from './outlineOrder.ts';
import type { FileReading, PieceReading, UnitReading } from './reading.ts';
import type { Risk } from './risk/seen.ts';
import { countToRead, linesToRead } from './seenLines.ts';

/** Who says how risky something is. */
export interface RiskJudge {
  readonly ofUnit: (file: FileReading, unit: UnitReading) => JudgedUnit;
  readonly ofFile: (file: FileChange, kind: FileKind, units: readonly Risk[]) => Risk;
}

/** All files of a change as they were read, and what was moved between them. */
export interface ChangeReading {
  readonly files: readonly FileReading[];
  readonly moved: Moved;
}

/** Whatever the order of the files: of lines that were removed once and added twice the first by path are the moved ones. */
export function readChange(files: readonly FileReading[]): ChangeReading {
  const byPath = files.toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
  return { files: byPath, moved: movedLines(byPath) };
}

/** The change as it is read: what can do most harm first, what a program wrote last. */
export function outlineOf(
  { base, head, tree }: Pick<Change, 'base' | 'head' | 'tree'>,
  change: ChangeReading,
  judge: RiskJudge,
): ReviewOutline {
  const { files, moved } = change;
  const places = movedFiles(files, moved);
  const outlined = files.map((reading) => outlineFile(reading, { moved, places, judge })).sort(byRisk);
  const lines = outlined.reduce((sum, file) => sum + (file.folded === undefined ? file.lines : 0), 0);
  return { base, head, tree, files: outlined, lines };
}

interface Known {
  readonly moved: Moved;
  readonly places: MovedFiles;
  readonly judge: RiskJudge;
}

function outlineFile(reading: FileReading, known: Known): OutlineFile {
  const { file, kind } = reading;
  const { moved, places, judge } = known;
  const folded = whyFolded(reading, moved, places.whole);
  const isRead = folded === undefined || folded === 'too-large';
  const units = reading.units.map((unit) => outlineUnit(reading, unit, known, isRead));
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

function outlineUnit(file: FileReading, unit: UnitReading, { moved, judge }: Known, isRead: boolean): Unit {
  const { risk, reasons, lines, landed } = judge.ofUnit(file, unit);
  return {
    id: unit.id,
    name: unit.name,
    kind: unit.kind,
    digest: unit.digest,
    ...(unit.base === undefined ? {} : { base: unit.base }),
    ...(unit.head === undefined ? {} : { head: unit.head }),
    lines: isRead ? lines : 0,
    ...(isRead && landed !== undefined ? { landed } : {}),
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
