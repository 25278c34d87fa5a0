import { appendFileSync } from 'node:fs';
import type { AskedChange } from './corpusChange.ts';
import type { Fault } from './recheck.ts';

/** What is shown of the changes of one language, or of one kind of edit in it. */
export interface CorpusRow {
  readonly name: string;
  readonly all: readonly AskedChange[];
  readonly faults: readonly Fault[];
  /** Who looked at the items again. */
  readonly by: string;
}

const kinds = ['removed-behaviour', 'callers-affected', 'cloze'] as const;

/** The changes that have a valid item. */
export function withValidItem({ all, faults }: Pick<CorpusRow, 'all' | 'faults'>): readonly AskedChange[] {
  const bad = new Set(faults.map(({ item }) => item));
  return all.filter(({ items }) => items.some((item) => !bad.has(item)));
}

/** The value under which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A table in Markdown; of items by kind it tells the changes that have one, and how many there are. */
export function corpusTable(rows: readonly CorpusRow[]): string {
  const head = [
    'Changes',
    'Number',
    'With a valid item',
    ...kinds,
    'Items',
    'Not valid',
    'Looked at by',
    'First item, p50',
    'p95',
  ];
  const lines = rows.map((row) => {
    const times = row.all.map(({ firstSeconds }) => firstSeconds);
    return [
      row.name,
      row.all.length,
      shareOf(withValidItem(row).length, row.all.length),
      ...kinds.map((kind) => countOf(row, kind)),
      row.all.flatMap(({ items }) => items).length,
      new Set(row.faults.map(({ item }) => item)).size,
      row.by,
      `${quantile(times, 0.5).toFixed(2)} s`,
      `${quantile(times, 0.95).toFixed(2)} s`,
    ];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const shareOf = (count: number, of: number): string => `${count} (${Math.round((100 * count) / of)} %)`;

function countOf({ all }: CorpusRow, kind: (typeof kinds)[number]): string {
  const having = all.filter(({ items }) => items.some(({ prompt }) => prompt.kind === kind)).length;
  return shareOf(having, all.length);
}

/** Prints a table, and keeps it in the file that `LOOPWRIGHT_CORPUS_TABLE` names. */
export function showTable(rows: readonly CorpusRow[]): void {
  const table = corpusTable(rows);
  console.log(table);
  const file = process.env['LOOPWRIGHT_CORPUS_TABLE'];
  if (file !== undefined && file !== '') appendFileSync(file, `${table}\n\n`);
}

/** A fault in one line, for the message of a test that fails. */
export const faultLine = ({ title, item, why }: Fault): string =>
  `${title} (${item.prompt.kind}, ${item.prompt.unit}): ${why}`;
