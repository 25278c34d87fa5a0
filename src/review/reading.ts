import type { FileChange } from '../model/change.ts';
import type { OutlineFile, Piece, Unit } from '../model/reviewOutline.ts';
import type { FileKind } from './fileKind.ts';

/** What one file of a change was read to be, before the whole change is looked at. */
export interface FileReading {
  readonly file: FileChange;
  readonly kind: FileKind;
  readonly folded?: Exclude<OutlineFile['folded'], 'moved' | 'format' | undefined>;
  readonly units: readonly UnitReading[];
}

export interface UnitReading extends Pick<Unit, 'id' | 'name' | 'kind' | 'digest' | 'base' | 'head'> {
  readonly signature?: { readonly base?: string; readonly head?: string };
  readonly pieces: readonly PieceReading[];
  /** What it is in the head, as the ledger names it; where that was asked for. */
  readonly body?: UnitBody;
}

/** The content of a unit without blanks and comments. */
export interface UnitBody {
  readonly body: string;
  /** Lines that are not blank. */
  readonly size: number;
}

export interface PieceReading {
  readonly piece: Piece;
  /** Lines as text, without their breaks. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Lines of it that another one of it equals but for blanks, by their place in it. */
  readonly format: { readonly removed: readonly number[]; readonly added: readonly number[] };
}
