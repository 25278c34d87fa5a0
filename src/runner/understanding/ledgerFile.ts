import { type JournalFiles, nodeJournalFiles } from '../../journal/files.ts';
import { GroupCommit } from '../../journal/groupCommit.ts';
import { type LedgerRow, ledgerRowSchema } from '../../model/ledger.ts';

const newline = 0x0a;

/**
 * The rows of a ledger file. A line that is none we know (of a later version, of another kind, or spoiled) is skipped: nobody
 * loses what they have shown because of it, and it stays in the file.
 */
export function rowsOf(text: string): readonly LedgerRow[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const row = ledgerRowSchema.safeParse(jsonOf(line));
    return row.success ? [row.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A ledger file of this clone, which has no other writer. A last line that was never whole is cut off when it is opened. */
export class LedgerFile {
  readonly #file: GroupCommit<LedgerRow>;
  readonly #rows: LedgerRow[];

  private constructor(
    rows: readonly LedgerRow[],
    file: (onDurable: (row: LedgerRow) => void) => GroupCommit<LedgerRow>,
  ) {
    this.#rows = [...rows];
    this.#file = file((row) => this.#rows.push(row));
  }

  /** Makes the file where there is none. Throws what the file system says. */
  static open(path: string, files: JournalFiles = nodeJournalFiles): LedgerFile {
    const bytes = files.read(path) ?? Buffer.alloc(0);
    const whole = wholeBytes(bytes);
    const handle = files.open(path);
    if (whole < bytes.length) handle.truncate(whole);
    const name = `ledger ${path}`;
    return new LedgerFile(
      rowsOf(bytes.toString('utf8', 0, whole)),
      (onDurable) => new GroupCommit({ name, handle, onDurable }),
    );
  }

  get rows(): readonly LedgerRow[] {
    return this.#rows;
  }

  /** Resolves when the row is on disk. */
  async append(row: LedgerRow): Promise<void> {
    await this.#file.append(row, `${JSON.stringify(ledgerRowSchema.parse(row))}\n`);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Up to the last line that ends; blocks that were never filled, as a torn write leaves them, are none. */
function wholeBytes(bytes: Buffer): number {
  const zeros = bytes.indexOf('\n\0');
  const filled =
    bytes[0] === 0
      ? 0
      : zeros === -1 || bytes.subarray(zeros + 1).some((byte) => byte !== 0)
        ? bytes.length
        : zeros + 1;
  return bytes.subarray(0, filled).lastIndexOf(newline) + 1;
}
