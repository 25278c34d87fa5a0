import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Repository } from '../../git/repository.ts';
import type { LedgerRow } from '../../model/ledger.ts';
import { comprehensionFolder, readClone } from './clone.ts';
import { sharedFolder } from './committedRows.ts';
import { rowsOf } from './ledgerFile.ts';
import { readerOf } from './readerOf.ts';

/**
 * Copies what a person has shown in this clone into the checkout, where they can commit it; undefined where they have shown
 * nothing. The file only ever grows at its end, and no other clone writes it, so that ledgers merge by themselves.
 */
export async function shareLedger(
  { root, commonDir }: Pick<Repository, 'root' | 'commonDir'>,
  email: string,
): Promise<{ readonly file: string; readonly rows: number } | undefined> {
  const reader = readerOf(email);
  const folder = comprehensionFolder(commonDir);
  const clone = await readClone(join(folder, 'clone.json'));
  if (clone === undefined) return undefined;
  const name = `${clone.id}.jsonl`;
  const text = await readFile(join(folder, reader, name), 'utf8').catch(() => '');
  const rows = rowsOf(text).map(shareable);
  if (rows.length === 0) return undefined;
  const file = `${sharedFolder}/${reader}/${name}`;
  const target = join(root, ...file.split('/'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.new`, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await rename(`${target}.new`, target);
  return { file, rows: rows.length };
}

/** What was missed is nobody else's business. */
const shareable = (row: LedgerRow): LedgerRow => (row.row === 'landed' ? { ...row, misses: 0 } : row);
