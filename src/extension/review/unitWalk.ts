import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { Side } from './reviewUri.ts';
import { firstLine, type UnitPlace, unitAt, unitById } from './unitOrder.ts';

/** Where the cursor stands in a file of the change; lines from 1. */
export interface Cursor {
  readonly path: string;
  readonly side: Side;
  readonly line: number;
}

/** Which unit a person is at: the one that was opened, until the cursor goes elsewhere. */
export class UnitWalk {
  #opened: (Cursor & { readonly unit: string }) | undefined;

  /** `line`: of the head, where that is not the unit's first changed one. */
  opened({ file, unit }: UnitPlace, line: number = firstLine(unit)): void {
    this.#opened = { unit: unit.id, path: file.file.path, side: 'head', line: Math.max(1, line) };
  }

  /** `place`: where somebody stopped the last time, for want of anything else. */
  at(outline: ReviewOutline, cursor: Cursor | undefined, place?: string): UnitPlace | undefined {
    const opened = this.#opened;
    const isThere =
      opened !== undefined &&
      (cursor === undefined ||
        (cursor.path === opened.path && cursor.side === opened.side && cursor.line === opened.line));
    if (isThere) return unitById(outline, opened.unit) ?? unitById(outline, place);
    const file = outline.files.find(({ file: { path } }) => path === cursor?.path);
    const unit = file && cursor && unitAt(file, cursor.side, cursor.line);
    return file && unit ? { file, unit } : unitById(outline, place);
  }
}
