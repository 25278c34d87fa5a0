import type { FileChange } from '../model/change.ts';
import type { LineSpan } from '../model/reviewOutline.ts';
import { type Cut, cutHunk } from './cutPieces.ts';
import type { Digest } from './digest.ts';
import { fileKindOf, isMarkedGenerated } from './fileKind.ts';
import { type FileParts, filePartsOf } from './fileParts.ts';
import { blanksOf } from './formatOnly.ts';
import { changedHunks } from './hunks.ts';
import { lineClusters } from './lineClusters.ts';
import type { Syntax } from './namedParts.ts';
import { PieceMaker } from './pieceReadings.ts';
import { rawLines, readable } from './rawText.ts';
import type { FileReading, PieceReading, UnitBody, UnitReading } from './reading.ts';
import { isMarkdown, sectionsOf } from './sections.ts';
import { type HunkSpan, slidHunks } from './slidHunks.ts';
import { spanOf } from './spanOf.ts';

/** The two sides of a file, a character for each byte. A side that is not there, or too large to be read, is absent. */
export interface FileText {
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

export interface ReadingTools {
  readonly syntax: Syntax;
  readonly digest: Digest;
  /** Names the bodies of changed units of a text, by their ids. Absent where nobody wants them. */
  readonly bodies?: BodiesOf;
}

export type BodiesOf = (
  path: string,
  text: string,
  units: readonly Pick<UnitReading, 'id' | 'kind' | 'head'>[],
) => ReadonlyMap<string, UnitBody>;

/** Beyond this a file is not told apart into lines. */
export const mostBytes = 20_000_000;
const mostLines = 100_000;

/** Reads one file of a change: its pieces, and the units that they stand in. */
export function readFile(file: FileChange, text: FileText, tools: ReadingTools): FileReading {
  const marked = isMarkedGenerated((text.head ?? text.base ?? '').slice(0, 4000));
  const kind = marked && !file.binary ? 'generated' : fileKindOf(file.path);
  const asWhole = wholeUnit(file, text, tools.digest);
  if (asWhole !== undefined) {
    const folded = whyFolded(file, text, kind);
    return { file, kind, ...(folded === undefined ? {} : { folded }), units: [asWhole] };
  }
  const isFolded = kind === 'generated' || kind === 'lockfile';
  const units = new Reader(file, text, tools).units(!isFolded);
  return isFolded
    ? { file, kind, folded: kind, units }
    : { file, kind, units: withBodies(file.path, text, units, tools) };
}

/** The units with their bodies, where somebody wants them and they stand in the head. */
function withBodies(
  path: string,
  { head }: FileText,
  units: readonly UnitReading[],
  { bodies }: ReadingTools,
): readonly UnitReading[] {
  const isThere = units.filter(({ head: lines }) => lines !== undefined);
  if (bodies === undefined || head === undefined || isThere.length === 0) return units;
  const named = bodies(path, readable(head), isThere);
  return units.map((unit) => {
    const body = named.get(unit.id);
    return body === undefined ? unit : { ...unit, body };
  });
}

function whyFolded(file: FileChange, text: FileText, kind: FileReading['kind']): FileReading['folded'] {
  if (kind === 'generated' || kind === 'lockfile') return kind;
  if (file.binary) return 'binary';
  return isTooLarge(file, text) ? 'too-large' : undefined;
}

const isRegular = (mode: string): boolean => mode === '100644' || mode === '100755';
const isGone = (mode: string): boolean => mode === '000000';

function isTooLarge({ oldMode, newMode, oldBlob, newBlob }: FileChange, { base, head }: FileText): boolean {
  const isMissing = (mode: string, side: string | undefined): boolean => isRegular(mode) && side === undefined;
  if (oldBlob !== newBlob && (isMissing(oldMode, base) || isMissing(newMode, head))) return true;
  return [base, head].some((side) => side !== undefined && (side.length > mostBytes || hasMoreLines(side, mostLines)));
}

function hasMoreLines(text: string, most: number): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= most; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > most;
}

/** The unit of a file that is kept or taken out as a whole; undefined where lines can be told apart. */
function wholeUnit(file: FileChange, text: FileText, digest: Digest): UnitReading | undefined {
  const { oldMode, newMode, binary, status } = file;
  const tooLarge = isTooLarge(file, text);
  const isPlain = isRegular(newMode) && (isRegular(oldMode) || isGone(oldMode)) && !binary && !tooLarge;
  const isEmptyNew = status === 'added' && (text.head ?? '') === '';
  const isMode = oldMode !== newMode && file.oldBlob === file.newBlob && isRegular(oldMode) && isRegular(newMode);
  if (isMode) return unitOfFile(file, new PieceMaker(file, digest).mode(), digest);
  if (isPlain && !isEmptyNew) return undefined;
  const shown = binary || tooLarge ? {} : text;
  return unitOfFile(file, new PieceMaker(file, digest).whole(shown.base, shown.head), digest);
}

function unitOfFile({ path, oldMode, newMode }: FileChange, piece: PieceReading, digest: Digest): UnitReading {
  const { id, base, head } = piece.piece;
  return {
    id: `${path}#`,
    name: '',
    kind: 'file',
    digest: digest([path, '', id]),
    ...(isGone(oldMode) ? {} : { base }),
    ...(isGone(newMode) ? {} : { head }),
    pieces: [piece],
  };
}

/** Reads a file whose lines can be told apart. */
class Reader {
  readonly #file: FileChange;
  readonly #text: FileText;
  readonly #tools: ReadingTools;
  readonly #base: readonly string[];
  readonly #head: readonly string[];
  readonly #hunks: readonly HunkSpan[];
  readonly #pieces: PieceMaker;

  constructor(file: FileChange, text: FileText, tools: ReadingTools) {
    this.#file = file;
    this.#text = text;
    this.#tools = tools;
    this.#base = rawLines(text.base ?? '');
    this.#head = rawLines(text.head ?? '');
    this.#hunks = slidHunks(changedHunks(text.base ?? '', text.head ?? ''), this.#base, this.#head);
    this.#pieces = new PieceMaker(file, tools.digest);
  }

  /** `mayParse`: somebody is going to read it. */
  units(mayParse: boolean): readonly UnitReading[] {
    const { oldMode, newMode } = this.#file;
    const mode = !isGone(oldMode) && oldMode !== newMode ? [this.#pieces.mode()] : [];
    const parts = mayParse && !this.#isFormatAlone() ? this.#parts() : undefined;
    if (parts === undefined) {
      return [...lineClusters(this.#file, this.#readAll(this.#hunks), this.#tools.digest), ...this.#rest(mode)];
    }
    const cuts = this.#hunks.flatMap((hunk) => cutHunk(hunk, parts, { base: this.#base, head: this.#head }));
    const read = this.#readAll(cuts);
    const byUnit = new Map<number, PieceReading[]>();
    for (const [index, reading] of read.entries()) {
      const unit = cuts[index]?.unit ?? -1;
      const own = byUnit.get(unit);
      if (own === undefined) byUnit.set(unit, [reading]);
      else own.push(reading);
    }
    const rest = byUnit.get(-1) ?? [];
    byUnit.delete(-1);
    const named = [...byUnit].map(([unit, pieces]) => this.#named(parts, unit, pieces));
    return [...named, ...this.#rest([...mode, ...rest])];
  }

  /** A file that only differs in blanks is not parsed. */
  #isFormatAlone(): boolean {
    const isSame = blanksOf(this.#file.path);
    return this.#hunks.every(({ base, head }) =>
      isSame(
        this.#base.slice(base.first - 1, base.first - 1 + base.count),
        this.#head.slice(head.first - 1, head.first - 1 + head.count),
      ),
    );
  }

  #readAll(hunks: readonly (HunkSpan | Cut)[]): readonly PieceReading[] {
    return hunks.map(({ base, head }) => this.#pieces.lines({ base, head }, this.#base, this.#head));
  }

  #parts(): FileParts | undefined {
    const { path } = this.#file;
    const base = this.#text.base === undefined ? undefined : readable(this.#text.base);
    const head = readable(this.#text.head ?? '');
    const source = { ...(base === undefined ? {} : { base }), head, hunks: this.#hunks };
    const parts = isMarkdown(path)
      ? { head: sectionsOf(head), base: sectionsOf(base ?? '') }
      : this.#tools.syntax.partsOf(path, source);
    if (parts === undefined) return undefined;
    return filePartsOf(parts, this.#hunks, { base: this.#base.length, head: this.#head.length });
  }

  #named(parts: FileParts, unit: number, pieces: readonly PieceReading[]): UnitReading {
    const { base, head } = parts.pairs[unit] ?? {};
    const part = head ?? base;
    if (part === undefined) throw new Error(`no part ${unit} in ${this.#file.path}`);
    const signature = {
      ...(base === undefined ? {} : { base: base.signature }),
      ...(head === undefined ? {} : { head: head.signature }),
    };
    const content = [
      contentOf(
        this.#base,
        base?.lines,
        (line) => parts.ofBase(line) === unit,
        pieces.map(({ piece }) => piece.base),
      ),
      contentOf(
        this.#head,
        head?.lines,
        (line) => parts.ofHead(line) === unit,
        pieces.map(({ piece }) => piece.head),
      ),
    ];
    return {
      id: `${this.#file.path}#${part.key}`,
      name: part.name,
      kind: part.kind,
      digest: this.#tools.digest([this.#file.path, part.name, ...content]),
      ...(base === undefined ? {} : { base: base.lines }),
      ...(head === undefined ? {} : { head: head.lines }),
      signature,
      pieces,
    };
  }

  /** What stands outside every named part. */
  #rest(pieces: readonly PieceReading[]): readonly UnitReading[] {
    const { path, oldMode } = this.#file;
    if (pieces.length === 0) return [];
    const lines = pieces.filter(({ piece }) => piece.kind === 'lines');
    return [
      {
        id: `${path}#`,
        name: '',
        kind: lines.length === 0 ? 'file' : 'rest',
        digest: this.#tools.digest([path, '', ...pieces.map(({ piece }) => piece.id)]),
        ...(isGone(oldMode) ? {} : { base: spanOf(lines.map(({ piece }) => piece.base)) }),
        head: spanOf(lines.map(({ piece }) => piece.head)),
        pieces,
      },
    ];
  }
}

/** The lines of a unit on one side that are its own, and those of its pieces wherever they stand. */
function contentOf(
  lines: readonly string[],
  part: LineSpan | undefined,
  isOwn: (line: number) => boolean,
  pieces: readonly LineSpan[],
): string {
  const chosen = new Set<number>();
  for (const { first, count } of pieces) for (let line = first; line < first + count; line++) chosen.add(line);
  if (part !== undefined) {
    for (let line = part.first; line < part.first + part.count; line++) if (isOwn(line)) chosen.add(line);
  }
  return [...chosen]
    .sort((one, other) => one - other)
    .map((line) => lines[line - 1] ?? '')
    .join('');
}
