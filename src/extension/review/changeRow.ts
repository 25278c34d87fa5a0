import type { FileChange } from '../../model/change.ts';
import type { Decision } from '../../model/reviewMarks.ts';
import type { OutlineFile, Piece, Unit } from '../../model/reviewOutline.ts';
import type { Look } from '../../model/statusLook.ts';
import type { Fact } from '../runs/row.ts';
import type { RowPress } from '../tree/rowPress.ts';
import type { ChangeAbout } from './changeAbout.ts';
import type { ReviewShown } from './openReview.ts';
import type { Read } from './reading.ts';

/** A row of the view Change as plain data. */
export interface ChangeRow {
  readonly id: string;
  readonly run: string;
  readonly item: string;
  readonly label: string;
  readonly description: string;
  /** Absent for a file, which has the icon of its kind. */
  readonly look?: Look;
  readonly file?: FileChange;
  readonly context: string;
  readonly facts: readonly Fact[];
  readonly about: ChangeAbout;
  readonly press?: RowPress;
  /** The box for "viewed", and the units that it marks. */
  readonly box?: { readonly isViewed: boolean; readonly units: readonly Pick<Unit, 'digest' | 'lines'>[] };
  /** Lines of the file are in the labels below: they are read before the row is opened. */
  readonly needsLines?: boolean;
  readonly isOpen?: boolean;
  readonly children?: () => readonly ChangeRow[];
}

/** The text of the first line of a piece, without its indentation; undefined where it was not read yet. */
export type LineOf = (file: OutlineFile, piece: Piece) => string | undefined;

/** What the rows are made of. */
export interface RowsOf {
  readonly shown: ReviewShown;
  readonly read: Read;
  readonly lineOf: LineOf;
}

/** The same, with what every row asks for. */
export interface Rows extends RowsOf {
  readonly viewed: ReadonlySet<string>;
  readonly out: ReadonlyMap<string, Decision>;
  /** Whether anything can be decided now. */
  readonly isOpen: boolean;
  /** Whether the item has ended: then nothing is marked any more. */
  readonly isOver: boolean;
}
