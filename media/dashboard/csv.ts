import type { Cell, Table, Unit } from './table.ts';

/** How a unit stands in a header, where it does not speak for itself. */
const headings: Partial<Record<Unit, string>> = {
  usd: ' (USD)',
  minutes: ' (minutes)',
  part: ' (part of 1)',
  time: ' (UTC)',
};

/** A table as RFC 4180 has it, with plain numbers: `1.2`, not `$1.20`. */
export function csvOf({ columns, rows }: Table): string {
  const header = columns.map(({ name, unit }) => text(`${name}${headings[unit] ?? ''}`));
  const body = rows.map((row) => row.map((cell, index) => field(cell, columns[index]?.unit ?? 'text')));
  return lines([header, ...body]);
}

/** Several tables in one file: each under a line with its title, and with an empty line after it. */
export const csvOfAll = (tables: readonly Table[]): string =>
  tables.map((table) => `${lines([[text(table.title)]])}${csvOf(table)}`).join('\r\n');

const lines = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.join(',')}\r\n`).join('');

function field(cell: Cell, unit: Unit): string {
  if (cell === undefined) return '';
  if (cell === null) return 'unknown';
  if (typeof cell === 'string') return text(cell);
  const number = typeof cell === 'number' ? cell : cell.atLeast;
  const plain = unit === 'time' ? new Date(number).toISOString() : String(Number(number.toFixed(6)));
  return typeof cell === 'number' ? plain : `at least ${plain}`;
}

/**
 * Text that a spreadsheet takes for text: one that begins like a formula gets an apostrophe first. Source of the
 * characters: OWASP, "CSV Injection".
 */
function text(written: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(written) ? `'${written}` : written;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
