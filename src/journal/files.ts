import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** The file operations of a journal, so that tests can let each of them fail. All throw (or reject) on an error. */
export interface JournalFiles {
  /** The bytes of a file; `undefined` when there is none. */
  read(path: string): Buffer | undefined;
  /** Opens for appending; a file that is made is made durably (its folder is synced too). */
  open(path: string): JournalHandle;
}

export interface JournalHandle {
  /** Cuts the file and syncs it. */
  truncate(length: number): void;
  /** Appends and tells how many bytes were taken. */
  write(bytes: Buffer): number;
  /** fdatasync on this thread. */
  sync(): void;
  /** fdatasync on another thread. */
  syncAside(): Promise<void>;
  close(): void;
}

export const nodeJournalFiles: JournalFiles = {
  read(path) {
    try {
      return readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  open(path) {
    const folder = dirname(path);
    const made = mkdirSync(folder, { recursive: true });
    const handle = new NodeJournalHandle(openSync(path, 'a', 0o600));
    syncFolder(folder);
    if (made !== undefined) syncFolder(dirname(folder));
    return handle;
  },
};

/** Makes the entries of a folder durable; Windows neither can nor needs to. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

class NodeJournalHandle implements JournalHandle {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  truncate(length: number): void {
    ftruncateSync(this.#fd, length);
    fsyncSync(this.#fd);
  }

  write(bytes: Buffer): number {
    return writeSync(this.#fd, bytes);
  }

  sync(): void {
    fdatasyncSync(this.#fd);
  }

  syncAside(): Promise<void> {
    return new Promise((resolve, reject) => fdatasync(this.#fd, (error) => (error ? reject(error) : resolve())));
  }

  close(): void {
    closeSync(this.#fd);
  }
}
