import { describe, expect, it } from 'vitest';
import { csvOf, csvOfAll } from '../../../../media/dashboard/csv.ts';
import type { Cell, Table, Unit } from '../../../../media/dashboard/table.ts';

const table = (unit: Unit, ...cells: readonly Cell[]): Table => ({
  id: 't',
  title: 'Things',
  columns: [{ name: 'Thing', unit }],
  rows: cells.map((cell) => [cell]),
});

const body = (csv: string): readonly string[] => csv.split('\r\n').slice(1, -1);

describe('a table as CSV', () => {
  it('has plain numbers and says what is unknown', () => {
    expect(csvOf(table('usd', 1.5, null, undefined, { atLeast: 0.1 + 0.2 }))).toBe(
      'Thing (USD)\r\n1.5\r\nunknown\r\n\r\nat least 0.3\r\n',
    );
  });

  it('quotes what would break a line', () => {
    expect(csvOf(table('text', 'a,b', 'say "no"', 'two\nlines'))).toBe(
      'Thing\r\n"a,b"\r\n"say ""no"""\r\n"two\nlines"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])('takes %j for text', (text) => {
    const [first = ''] = body(csvOf(table('text', text)));
    expect(first.replace(/^"/, '')).toMatch(/^'/);
  });

  it('does not take a negative number for a formula', () => {
    expect(body(csvOf(table('count', -3)))).toEqual(['-3']);
  });

  it('writes times in UTC', () => {
    expect(body(csvOf(table('time', Date.UTC(2026, 10, 20, 6))))).toEqual(['2026-11-20T06:00:00.000Z']);
  });

  it('puts several tables into one file, each under its title', () => {
    expect(csvOfAll([table('count', 1), table('count', 2)])).toBe(
      'Things\r\nThing\r\n1\r\n\r\nThings\r\nThing\r\n2\r\n',
    );
  });
});
