import type { CrashHook } from './crashPoint.ts';
import type { JournalHandle } from './files.ts';

/** The file cannot be written any more: nothing appended from now on is kept. Reopening it is the only way on. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
}

export interface GroupCommitOptions<Entry> {
  /** What the file is called in messages, with its path. */
  readonly name: string;
  readonly handle: JournalHandle;
  /** Called with every entry and its text once they are on disk, in order, before whoever appended is told. */
  readonly onDurable: (entry: Entry, text: string) => void;
  readonly crash?: CrashHook;
}

interface Pending<Entry> {
  readonly entry: Entry;
  readonly text: string;
  readonly resolve: (entry: Entry) => void;
  readonly reject: (error: Error) => void;
}

/** Where syncs take longer (milliseconds, on average) they are done on another thread, so that they block nobody. */
const slowSync = 5;

/**
 * The one writer of an append-only file. Appends that arrive together, or while a sync is under way, are written with one
 * write and made durable with one fdatasync. The first error of either ends the writing for good: after a failed sync
 * nobody knows what is on disk, so nothing is ever retried.
 */
export class GroupCommit<Entry> {
  readonly #name: string;
  readonly #handle: JournalHandle;
  readonly #onDurable: (entry: Entry, text: string) => void;
  readonly #crash: CrashHook | undefined;
  #pending: Pending<Entry>[] = [];
  #isBusy = false;
  readonly #idle: (() => void)[] = [];
  /** Moving average; `undefined` before the first sync. */
  #syncTime: number | undefined;
  #failure: WriteFailed | undefined;

  constructor({ name, handle, onDurable, crash }: GroupCommitOptions<Entry>) {
    this.#name = name;
    this.#handle = handle;
    this.#onDurable = onDurable;
    this.#crash = crash;
  }

  /** Resolves with the entry when its text is on disk. Rejects with `WriteFailed`; then it may be lost. */
  append(entry: Entry, text: string): Promise<Entry> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending.push({ entry, text, resolve, reject });
      this.#schedule();
    });
  }

  /** Waits for what was appended, then gives the file back. Later appends reject. */
  async close(): Promise<void> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#idle.push(resolve));
    if (this.#failure !== undefined) return;
    this.#failure = new WriteFailed(`The ${this.#name} was closed.`);
    this.#handle.close();
  }

  /** Not before the microtasks are done, so that all who append in answer to the same event share a write. */
  #schedule(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    const batch = this.#pending;
    this.#pending = [];
    try {
      this.#write(batch);
      this.#crash?.('fsync.before');
      const startedAt = performance.now();
      // A change of thread costs as much as a fast disk's sync; a slow disk must not block the process.
      if ((this.#syncTime ?? 0) > slowSync) {
        this.#handle.syncAside().then(
          () => this.#settle(batch, startedAt),
          (error: unknown) => this.#fail(error, batch),
        );
        return;
      }
      this.#handle.sync();
      this.#settle(batch, startedAt);
    } catch (error) {
      this.#fail(error, batch);
    }
  }

  #write(batch: readonly Pending<Entry>[]): void {
    const bytes = Buffer.from(batch.map((pending) => pending.text).join(''));
    const written = this.#handle.write(bytes);
    if (written !== bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes were written`);
  }

  #settle(batch: readonly Pending<Entry>[], syncStartedAt: number): void {
    const took = performance.now() - syncStartedAt;
    this.#syncTime = 0.8 * (this.#syncTime ?? took) + 0.2 * took;
    this.#crash?.('fsync.after');
    for (const { entry, text } of batch) this.#onDurable(entry, text);
    this.#crash?.('acknowledge.before');
    for (const { entry, resolve } of batch) resolve(entry);
    if (this.#crash !== undefined) setImmediate(this.#crash, 'acknowledge.after');
    this.#rest();
    if (this.#pending.length > 0) this.#schedule();
  }

  #rest(): void {
    this.#isBusy = false;
    if (this.#pending.length > 0 && this.#failure === undefined) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #fail(error: unknown, batch: readonly Pending<Entry>[]): void {
    const reason = error instanceof Error ? error.message : String(error);
    const failure = new WriteFailed(
      `The ${this.#name} could not be written (${reason}). Free space or repair the disk, then start the runner again.`,
      { cause: error },
    );
    this.#failure = failure;
    this.#handle.close();
    for (const { reject } of [...batch, ...this.#pending]) reject(failure);
    this.#pending = [];
    this.#rest();
  }
}
