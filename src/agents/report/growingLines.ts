import type { FileHandle } from 'node:fs/promises';
import { LineReader, longestLine } from './lineReader.ts';
import { openPlain } from './openPlain.ts';

/** Farther behind than this the middle is passed over. */
const farthestBehind = 1024 * 1024;

/** Reads a file of lines while somebody untrusted writes it. A look costs an `lstat` and reads only what is new. */
export class GrowingLines {
  readonly #file: string;
  #lines = new LineReader();
  #offset = 0;
  #inode = '';

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Tells the whole lines that are new, `undefined` for one that is longer than 64 KB; all of them again where the file was
   * cut or replaced. Never rejects.
   */
  async read(tell: (line: string | undefined) => void): Promise<void> {
    const handle = await openPlain(this.#file);
    if (typeof handle === 'string') return;
    try {
      await this.#readFrom(handle, tell);
    } catch {
      // Unreadable for now; the next look may do better.
    } finally {
      await handle.close();
    }
  }

  /** The same once nobody writes any more: the last line may lack its line feed. */
  async readToEnd(tell: (line: string | undefined) => void): Promise<void> {
    await this.read(tell);
    for (const line of this.#lines.end()) tell(line);
  }

  async #readFrom(handle: FileHandle, tell: (line: string | undefined) => void): Promise<void> {
    const { size, ino } = await handle.stat();
    if (String(ino) !== this.#inode || size < this.#offset) this.#restart(0, String(ino));
    if (size - this.#offset > farthestBehind) this.#restart(size - 2 * longestLine, this.#inode);
    const piece = Buffer.allocUnsafe(Math.min(longestLine, Math.max(size - this.#offset, 1)));
    while (this.#offset < size) {
      const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, size - this.#offset), this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      for (const line of this.#lines.push(piece.subarray(0, bytesRead))) tell(line);
    }
  }

  #restart(offset: number, inode: string): void {
    this.#offset = offset;
    this.#inode = inode;
    this.#lines = new LineReader({ inTheMiddle: offset > 0 });
  }
}
