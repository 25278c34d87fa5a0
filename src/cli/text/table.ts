/** A cell as it is and as it is printed, which may be coloured. */
export interface Cell {
  readonly text: string;
  readonly shown?: string;
}

/** Rows in columns of equal width, two spaces between them. The last column is left as it is. */
export function table(rows: readonly (readonly Cell[])[], right: ReadonlySet<number> = new Set()): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, [...text].length);
    });
  }
  return rows.map((row) =>
    row
      .map(({ text, shown = text }, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - [...text].length);
        if (right.has(column)) return space + shown;
        return column === row.length - 1 ? shown : shown + space;
      })
      .join('  ')
      .trimEnd(),
  );
}
