import type { FileChange } from '../model/change.ts';
import type { LineSpan, OutlineFile, ReviewOutline, Unit } from '../model/reviewOutline.ts';
import { fileKindOf } from '../review/fileKind.ts';
import { print } from './itemId.ts';

/** A unit of a change that may be asked about. */
export interface AskedUnit extends Pick<Unit, 'id' | 'name' | 'kind' | 'risk' | 'base' | 'head'> {
  readonly path: string;
  /** As the ledger names it, where that is known. */
  readonly body: string | undefined;
  /** Stands for the unit with its content. */
  readonly print: string;
  /** Lines that were really written into the head, and taken out of the base: neither moved nor reformatted. From 1. */
  readonly written: readonly number[];
  readonly removed: readonly number[];
  /** In tests only what was removed is asked for: what they check does not show from them. */
  readonly isTest: boolean;
}

/** Those of a change, riskiest first. */
export function askedUnits({ files }: Pick<ReviewOutline, 'files'>): AskedUnit[] {
  return files
    .filter(isAskable)
    .flatMap(({ file, units }) => units.map((unit) => askedUnit(file, unit)))
    .filter(({ written, removed }) => written.length + removed.length > 0)
    .sort((one, other) => other.risk - one.risk);
}

function isAskable({ file, folded }: OutlineFile): boolean {
  const isRegular = file.newMode === '100644' || file.newMode === '100755';
  const kind = fileKindOf(file.path);
  return isRegular && !file.binary && folded === undefined && ['code', 'settings', 'test'].includes(kind);
}

function askedUnit({ path }: FileChange, unit: Unit): AskedUnit {
  const { id, name, kind, risk, base, head, landed, digest } = unit;
  const pieces = unit.pieces.filter((piece) => piece.kind === 'lines' && piece.note === undefined);
  const isTest = fileKindOf(path) === 'test';
  return {
    ...{ id, name, kind, risk, path, isTest },
    ...(base === undefined ? {} : { base }),
    ...(head === undefined ? {} : { head }),
    body: landed?.body,
    print: print(id, landed?.body ?? digest),
    written: isTest
      ? []
      : ownFirst(
          pieces.flatMap((piece) => numbersOf(piece.head)),
          head,
        ),
    removed: pieces.flatMap((piece) => numbersOf(piece.base)),
  };
}

const numbersOf = ({ first, count }: LineSpan): number[] => Array.from({ length: count }, (_, index) => first + index);

/** A piece may reach into other units. The lines of the unit itself are the better ones to ask about. */
function ownFirst(lines: readonly number[], head: LineSpan | undefined): number[] {
  const isOwn = (line: number): boolean => head === undefined || (line >= head.first && line < head.first + head.count);
  return [...lines.filter(isOwn), ...lines.filter((line) => !isOwn(line))];
}
