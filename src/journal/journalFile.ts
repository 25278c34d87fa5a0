import type { RecordedEvent, RunEvent } from '../model/event.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CrashHook } from './crashPoint.ts';
import { type JournalFiles, type JournalHandle, nodeJournalFiles } from './files.ts';
import { type JournalProblem, unreadable } from './problem.ts';
import { encodeRecord } from './record.ts';
import { type Scanned, scanJournal } from './scan.ts';

export interface JournalOptions {
  /** Epoch milliseconds. */
  readonly clock?: () => number;
  readonly files?: JournalFiles;
  readonly crash?: CrashHook;
}

export interface OpenedJournal {
  readonly journal: Journal;
  readonly events: readonly RecordedEvent[];
  /** Bytes of a torn tail that were cut off. */
  readonly cutBytes: number;
}

/** The journal cannot be written any more: nothing appended from now on is kept. Reopening it is the only way on. */
export class JournalFailed extends Error {
  override readonly name = 'JournalFailed';
}

/**
 * Opens a run's journal for its one writer, making it where there is none. A torn tail is cut, durably, before this
 * returns. A damaged middle is an error and the file stays as it is.
 */
export function openJournal(path: string, options: JournalOptions = {}): Result<OpenedJournal, JournalProblem> {
  const files = options.files ?? nodeJournalFiles;
  let handle: JournalHandle | undefined;
  try {
    const bytes = files.read(path) ?? Buffer.alloc(0);
    const scanned = scanJournal(path, bytes);
    if (!scanned.ok) return scanned;
    const { events, validBytes } = scanned.value;
    handle = files.open(path);
    if (validBytes < bytes.length) handle.truncate(validBytes);
    const journal = new Journal(path, handle, scanned.value, options);
    return ok({ journal, events, cutBytes: bytes.length - validBytes });
  } catch (error) {
    handle?.close();
    return err(unreadable(path, error));
  }
}

/** Reads a journal that another process may be writing: a torn tail is left out and left alone. */
export function readJournal(
  path: string,
  files: JournalFiles = nodeJournalFiles,
): Result<readonly RecordedEvent[], JournalProblem> {
  try {
    const scanned = scanJournal(path, files.read(path) ?? Buffer.alloc(0));
    return scanned.ok ? ok(scanned.value.events) : scanned;
  } catch (error) {
    return err(unreadable(path, error));
  }
}

interface Pending {
  readonly record: RecordedEvent;
  readonly text: string;
  readonly resolve: (record: RecordedEvent) => void;
  readonly reject: (error: Error) => void;
}

/** Where syncs take longer (milliseconds, on average) they are done on another thread, so that they block nobody. */
const slowSync = 5;

/**
 * The one writer of a journal file. Appends that arrive together, or while a sync is under way, are written with one
 * write and made durable with one fdatasync. The first error of either ends the journal for good: after a failed sync
 * nobody knows what is on disk, so nothing is ever retried.
 */
export class Journal {
  readonly path: string;
  readonly #handle: JournalHandle;
  readonly #clock: () => number;
  readonly #crash: CrashHook | undefined;
  readonly #listeners = new Set<(record: RecordedEvent) => void>();
  #pending: Pending[] = [];
  #isBusy = false;
  readonly #idle: (() => void)[] = [];
  /** Moving average; `undefined` before the first sync. */
  #syncTime: number | undefined;
  #failure: JournalFailed | undefined;
  #head: string;
  #durableHead: string;
  #nextSeq: number;

  constructor(path: string, handle: JournalHandle, scanned: Scanned, options: JournalOptions) {
    this.path = path;
    this.#handle = handle;
    this.#clock = options.clock ?? Date.now;
    this.#crash = options.crash;
    this.#head = scanned.head;
    this.#durableHead = scanned.head;
    this.#nextSeq = scanned.events.length;
  }

  /** Digest of the last durable record: whoever keeps it can tell later that no record was changed or taken away. */
  get head(): string {
    return this.#durableHead;
  }

  /** Resolves when the event is on disk. Rejects with `JournalFailed`; then it may be lost. */
  append(event: RunEvent): Promise<RecordedEvent> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const record = { seq: this.#nextSeq, at: this.#clock(), event };
    const { text, digest } = encodeRecord(this.#head, record);
    this.#nextSeq += 1;
    this.#head = digest;
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, text, resolve, reject });
      this.#schedule();
    });
  }

  /** Calls the listener with every event that became durable from now on, in order. The result ends that. */
  onDurable(listener: (record: RecordedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what was appended, then gives the file back. Later appends reject. */
  async close(): Promise<void> {
    if (this.#isBusy) await new Promise<void>((resolve) => this.#idle.push(resolve));
    if (this.#failure !== undefined) return;
    this.#failure = new JournalFailed(`The journal ${this.path} was closed.`);
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

  #write(batch: readonly Pending[]): void {
    const bytes = Buffer.from(batch.map((pending) => pending.text).join(''));
    const written = this.#handle.write(bytes);
    if (written !== bytes.length) throw new Error(`only ${written} of ${bytes.length} bytes were written`);
  }

  #settle(batch: readonly Pending[], syncStartedAt: number): void {
    const took = performance.now() - syncStartedAt;
    this.#syncTime = 0.8 * (this.#syncTime ?? took) + 0.2 * took;
    this.#crash?.('fsync.after');
    this.#durableHead = batch.at(-1)?.text.slice(0, this.#head.length) ?? this.#durableHead;
    for (const { record } of batch) for (const listener of this.#listeners) tell(listener, record);
    this.#crash?.('acknowledge.before');
    for (const { record, resolve } of batch) resolve(record);
    if (this.#crash !== undefined) setImmediate(this.#crash, 'acknowledge.after');
    this.#rest();
    if (this.#pending.length > 0) this.#schedule();
  }

  #rest(): void {
    this.#isBusy = false;
    if (this.#pending.length > 0 && this.#failure === undefined) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #fail(error: unknown, batch: readonly Pending[]): void {
    const reason = error instanceof Error ? error.message : String(error);
    const failure = new JournalFailed(
      `The journal ${this.path} could not be written (${reason}). Free space or repair the disk, then start the runner again.`,
      { cause: error },
    );
    this.#failure = failure;
    this.#handle.close();
    for (const { reject } of [...batch, ...this.#pending]) reject(failure);
    this.#pending = [];
    this.#rest();
  }
}

/** A listener that throws is a bug to be seen, but none that may stop the journal. */
function tell(listener: (record: RecordedEvent) => void, record: RecordedEvent): void {
  try {
    listener(record);
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}
