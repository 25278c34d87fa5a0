import type { JournalFiles, JournalHandle } from '../../../src/journal/files.ts';

/** What may go wrong with the next write or sync. */
export type Fault = 'ENOSPC on write' | 'EIO on write' | 'short write' | 'EIO on sync' | 'EIO on truncate';

/**
 * A disk in memory that tells written from durable, like a real one: `crash` loses what was not synced. It can be made
 * slow or faulty.
 */
export class FakeDisk implements JournalFiles {
  written: Buffer = Buffer.alloc(0);
  durable: Buffer = Buffer.alloc(0);
  fault: Fault | undefined;
  syncs = 0;
  writes = 0;
  /** Milliseconds that a sync takes. */
  syncTime = 0;

  read(): Buffer {
    return this.written;
  }

  open(): JournalHandle {
    return {
      truncate: (length) => {
        if (this.fault === 'EIO on truncate') throw new Error('EIO: i/o error, ftruncate');
        this.written = this.written.subarray(0, length);
        this.durable = this.written;
      },
      write: (bytes) => this.#write(bytes),
      sync: () => {
        const until = performance.now() + this.syncTime;
        while (performance.now() < until);
        this.#sync();
      },
      syncAside: () =>
        new Promise((resolve, reject) =>
          setTimeout(() => {
            try {
              resolve(this.#sync());
            } catch (error) {
              reject(error);
            }
          }, this.syncTime),
        ),
      close: () => undefined,
    };
  }

  /** The machine loses power. */
  crash(): void {
    this.written = this.durable;
  }

  #write(bytes: Buffer): number {
    this.writes += 1;
    if (this.fault === 'ENOSPC on write') throw new Error('ENOSPC: no space left on device, write');
    if (this.fault === 'EIO on write') throw new Error('EIO: i/o error, write');
    const taken = this.fault === 'short write' ? bytes.subarray(0, 10) : bytes;
    this.written = Buffer.concat([this.written, taken]);
    return taken.length;
  }

  #sync(): void {
    if (this.fault === 'EIO on sync') throw new Error('EIO: i/o error, fdatasync');
    this.syncs += 1;
    this.durable = this.written;
  }
}
