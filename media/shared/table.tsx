import type { ComponentChild } from 'preact';

export interface Column {
  readonly name: string;
  /** Numbers stand right, one below the other. */
  readonly isNumber?: boolean;
}

export interface TableRow {
  readonly key: string;
  /** One for each column; the first names the row. */
  readonly cells: readonly ComponentChild[];
}

interface TableProps {
  /** What the table is about. */
  readonly caption: string;
  /** The caption is there for screen readers alone, where a heading above says it to the eye. */
  readonly quiet?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}

/** A small table whose heads say what they are heads of. */
export function Table({ caption, quiet = false, columns, rows }: TableProps) {
  return (
    <table>
      <caption {...(quiet ? { class: 'for-readers' } : {})}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, isNumber }) => (
            <th key={name} scope="col" class={isNumber === true ? 'number' : ''}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => {
              const { name = '', isNumber = false } = columns[index] ?? {};
              const look = isNumber ? 'number' : '';
              return index === 0 ? (
                <th key={name} scope="row" class={look}>
                  {cell}
                </th>
              ) : (
                <td key={name} class={look}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
