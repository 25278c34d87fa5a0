import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LedgerRow, ledgerVersion, type ReadersRow } from '../../model/ledger.ts';
import { type Clone, cloneOf, comprehensionFolder } from './clone.ts';
import { LedgerFile, rowsOf } from './ledgerFile.ts';
import { readerFolder } from './readerOf.ts';

/** A row before it is written. */
export type NewRow = LedgerRow extends infer Row ? (Row extends LedgerRow ? Omit<Row, 'v'> : never) : never;

export interface LedgerOptions {
  readonly commonDir: string;
  readonly clock: () => number;
}

/**
 * The comprehension ledger of this clone: a file for each reader, below `<common dir>/loopwright/comprehension/`. The runner
 * is the one writer. What is written twice stands there once.
 */
export class Ledger {
  readonly clone: Clone;
  readonly #folder: string;
  readonly #files = new Map<string, LedgerFile>();
  /** Of files that an earlier name of this clone has left. */
  readonly #earlier: readonly ReadersRow[];
  readonly #known = new Set<string>();
  readonly #listeners: (() => void)[] = [];
  #rows: readonly ReadersRow[] = [];

  private constructor(folder: string, clone: Clone, earlier: readonly ReadersRow[]) {
    this.#folder = folder;
    this.clone = clone;
    this.#earlier = earlier;
    for (const { reader, row } of earlier) this.#known.add(keyOf(reader, row));
  }

  /** Rejects where the files cannot be used. */
  static async open({ commonDir, clock }: LedgerOptions): Promise<Ledger> {
    const folder = comprehensionFolder(commonDir);
    const clone = await cloneOf(commonDir, clock());
    const found = await filesIn(folder);
    const earlier = await Promise.all(found.filter(({ id }) => id !== clone.id).map(readersRows));
    const ledger = new Ledger(folder, clone, earlier.flat());
    for (const { reader, id } of found) if (id === clone.id) ledger.#fileOf(reader);
    return ledger;
  }

  /** The same list until something is appended. */
  get rows(): readonly ReadersRow[] {
    const count = [...this.#files.values()].reduce((sum, { rows }) => sum + rows.length, this.#earlier.length);
    if (this.#rows.length !== count) {
      const own = [...this.#files].flatMap(([reader, { rows }]) => rows.map((row) => ({ reader, row })));
      this.#rows = [...this.#earlier, ...own];
    }
    return this.#rows;
  }

  /** Calls back once something new is on disk. */
  onAppended(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when the rows are on disk; those that stand there already are not written again. */
  async append(reader: string, rows: readonly NewRow[]): Promise<void> {
    const file = this.#fileOf(reader);
    const written: Promise<void>[] = [];
    for (const one of rows) {
      const row: LedgerRow = { v: ledgerVersion, ...one };
      const key = keyOf(reader, row);
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      written.push(file.append(row));
    }
    if (written.length === 0) return;
    await Promise.all(written);
    for (const listener of this.#listeners) listener();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.close()));
  }

  #fileOf(reader: string): LedgerFile {
    const known = this.#files.get(reader);
    if (known !== undefined) return known;
    const file = LedgerFile.open(join(this.#folder, reader, `${this.clone.id}.jsonl`));
    this.#files.set(reader, file);
    for (const row of file.rows) this.#known.add(keyOf(reader, row));
    return file;
  }
}

/** Every landing has one row of a reader; of the rest every fact. */
function keyOf(reader: string, row: LedgerRow): string {
  if (row.row === 'landed') return JSON.stringify([reader, row.run, row.item]);
  const { v: _, ...fact } = row;
  return JSON.stringify([reader, Object.entries(fact).sort(([one], [other]) => (one < other ? -1 : 1))]);
}

interface FoundFile {
  readonly reader: string;
  readonly id: string;
  readonly path: string;
}

async function filesIn(folder: string): Promise<readonly FoundFile[]> {
  const readers = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    readers.map(async ({ name: reader }): Promise<readonly FoundFile[]> => {
      if (!readerFolder.test(reader)) return [];
      const names = await readdir(join(folder, reader));
      return names.flatMap((name) => {
        const id = /^([0-9a-f]{12})\.jsonl$/.exec(name)?.[1];
        return id === undefined ? [] : [{ reader, id, path: join(folder, reader, name) }];
      });
    }),
  );
  return found.flat();
}

async function readersRows({ reader, path }: FoundFile): Promise<readonly ReadersRow[]> {
  return rowsOf(await readFile(path, 'utf8')).map((row) => ({ reader, row }));
}
