import type { ChangeRow } from './changeRow.ts';

/** A row as it was drawn, and the ids of what was drawn below it. */
export interface DrawnRow {
  readonly look: string;
  readonly below?: readonly string[];
}

/** What a row looks like, as text: what is below it is looked at by itself. */
export const lookOf = (row: ChangeRow): string => JSON.stringify(row);

/**
 * The rows that have to be drawn anew: those that look different, and those below which rows came, went or moved. Undefined
 * where that is the top itself. Nothing is worked out of what nobody has opened.
 */
export function redrawn(
  drawn: ReadonlyMap<string, DrawnRow>,
  before: readonly string[],
  rows: readonly ChangeRow[],
): readonly string[] | undefined {
  if (!isSame(before, rows)) return undefined;
  return rows.flatMap((row) => redrawnAt(drawn, row));
}

function redrawnAt(drawn: ReadonlyMap<string, DrawnRow>, row: ChangeRow): readonly string[] {
  const was = drawn.get(row.id);
  if (was === undefined) return [];
  if (was.look !== lookOf(row)) return [row.id];
  if (was.below === undefined) return [];
  const rows = row.children?.() ?? [];
  return isSame(was.below, rows) ? rows.flatMap((one) => redrawnAt(drawn, one)) : [row.id];
}

const isSame = (ids: readonly string[], rows: readonly ChangeRow[]): boolean =>
  ids.length === rows.length && rows.every(({ id }, index) => id === ids[index]);
