import type { RecordedEvent, RunEvent } from '../model/event.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CrashHook } from './crashPoint.ts';
import { type JournalFiles, type JournalHandle, nodeJournalFiles } from './files.ts';
import { GroupCommit } from './groupCommit.ts';
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

/** The one writer of a journal: gives each event its number, its time and its place in the chain. */
export class Journal {
  readonly path: string;
  readonly #file: GroupCommit<RecordedEvent>;
  readonly #clock: () => number;
  readonly #listeners = new Set<(record: RecordedEvent) => void>();
  #head: string;
  #durableHead: string;
  #nextSeq: number;

  constructor(path: string, handle: JournalHandle, scanned: Scanned, options: JournalOptions) {
    this.path = path;
    const onDurable = (record: RecordedEvent, text: string): void => {
      this.#durableHead = text.slice(0, scanned.head.length);
      for (const listener of this.#listeners) tell(listener, record);
    };
    this.#file = new GroupCommit({ name: `journal ${path}`, handle, onDurable, ...options });
    this.#clock = options.clock ?? Date.now;
    this.#head = scanned.head;
    this.#durableHead = scanned.head;
    this.#nextSeq = scanned.events.length;
  }

  /** Digest of the last durable record: whoever keeps it can tell later that no record was changed or taken away. */
  get head(): string {
    return this.#durableHead;
  }

  /** Resolves when the event is on disk. Rejects with `WriteFailed`; then it may be lost. */
  append(event: RunEvent): Promise<RecordedEvent> {
    const record = { seq: this.#nextSeq, at: this.#clock(), event };
    const { text, digest } = encodeRecord(this.#head, record);
    this.#nextSeq += 1;
    this.#head = digest;
    return this.#file.append(record, text);
  }

  /** Calls the listener with every event that became durable from now on, in order. The result ends that. */
  onDurable(listener: (record: RecordedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what was appended, then gives the file back. Later appends reject. */
  close(): Promise<void> {
    return this.#file.close();
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
