import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LedgerRow, ledgerRowSchema } from '../../src/model/ledger.ts';
import type { ExampleFolder } from './exampleFolder.ts';

/** Every row of the ledger of a clone, as it stands on the disk. */
export async function ledgerRows(example: ExampleFolder): Promise<readonly LedgerRow[]> {
  const folder = join(example.path, '.git', 'loopwright', 'comprehension');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').filter(Boolean))
    .map((line) => JSON.parse(line))
    .filter((row) => 'row' in row)
    .map((row) => ledgerRowSchema.parse(row));
}

/** Evidence of 80 % of the changed lines on the screen. */
const ofReading = 0.2;

/**
 * What is owed minutes after it landed, worked out from the definition alone: the lines of a unit, times what a line of it
 * weighs, times what nobody has shown. Nothing is forgotten yet.
 */
export function owedByHand(rows: readonly LedgerRow[]): number {
  return rows
    .flatMap((row) => (row.row === 'landed' ? row.units : []))
    .map(({ unit, body, lines, weight, callers }) => {
      const shown = rows.map((row) => {
        if (row.row === 'answered' && row.unit === unit && row.body === body) return row.credit;
        return row.row === 'read' && row.unit === unit && row.body === body ? ofReading : 0;
      });
      return lines * weight * (1 + 0.25 * Math.log2(1 + callers)) * (1 - Math.max(0, ...shown));
    })
    .reduce((sum, owed) => sum + owed, 0);
}
