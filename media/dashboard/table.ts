/**
 * A table as data: what the page shows and what is exported are the same. A cell is null where nobody knows, absent
 * where there is nothing to say, and `atLeast` where a part of the sum is unknown.
 */
export type Cell = string | number | null | undefined | { readonly atLeast: number };

/** What the numbers of a column are; `time`: epoch milliseconds. */
export type Unit = 'text' | 'count' | 'usd' | 'minutes' | 'part' | 'time';

export interface Column {
  readonly name: string;
  readonly unit: Unit;
}

export interface Table {
  /** For file names. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}
