import { readBlobs } from '../../git/blobs.ts';
import { listTree } from '../../git/objects.ts';
import type { Repository } from '../../git/repository.ts';
import type { ReadersRow } from '../../model/ledger.ts';
import { orRefuse } from '../refusal.ts';
import { rowsOf } from './ledgerFile.ts';
import { readerFolder } from './readerOf.ts';

/** Where a team keeps the ledgers that people chose to share, from the top of the repository. */
export const sharedFolder = '.loops/comprehension';

/** Characters of a shared file that are read: some hundred thousand rows. */
const longestFile = 50_000_000;

/** Rows of the ledgers that are committed: read from a commit, never from a checkout that an agent can write. */
export class CommittedRows {
  readonly #repository: Pick<Repository, 'commonDir'>;
  #known: { readonly commit: string; readonly rows: readonly ReadersRow[] } | undefined;
  /** By blob: files only grow, and most stay as they are. */
  #files: ReadonlyMap<string, readonly ReadersRow[]> = new Map();

  constructor(repository: Pick<Repository, 'commonDir'>) {
    this.#repository = repository;
  }

  async at(commit: string): Promise<readonly ReadersRow[]> {
    if (this.#known?.commit === commit) return this.#known.rows;
    const entries = orRefuse(await listTree(this.#repository, commit, sharedFolder));
    const files = entries.flatMap(({ path, type, object }) => {
      const [reader = '', name = '', ...deeper] = path.slice(sharedFolder.length + 1).split('/');
      const isLedger = type === 'blob' && deeper.length === 0 && /^[0-9a-f]{12}\.jsonl$/.test(name);
      return isLedger && readerFolder.test(reader) ? [{ reader, object }] : [];
    });
    const unread = files.filter(({ reader, object }) => !this.#files.has(`${reader} ${object}`));
    const texts = orRefuse(
      await readBlobs(
        this.#repository,
        unread.map(({ object }) => object),
      ),
    );
    const read = files.map(({ reader, object }): readonly [string, readonly ReadersRow[]] => {
      const key = `${reader} ${object}`;
      const text = texts.get(object);
      const rows = text === undefined || text.length > longestFile ? [] : rowsOf(text.toString('utf8'));
      return [key, this.#files.get(key) ?? rows.map((row) => ({ reader, row }))];
    });
    this.#files = new Map(read);
    this.#known = { commit, rows: read.flatMap(([, rows]) => rows) };
    return this.#known.rows;
  }
}
