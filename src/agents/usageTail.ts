import type { FileHandle } from 'node:fs/promises';
import type { Usage } from '../model/spend.ts';
import { LineReader, longestLine } from './lineReader.ts';
import { openPlain } from './openPlain.ts';
import { parseReportLine } from './reportLine.ts';
import { UsageFold } from './usageFold.ts';

/** Farther behind than this the middle of a report is passed over: what counts for usage is its end. */
const farthestBehind = 1024 * 1024;

/** Reads the usage out of a report file while it grows. A look costs an `lstat` and reads only what is new. */
export class UsageTail {
  readonly #file: string;
  readonly #fold = new UsageFold();
  #lines = new LineReader();
  #offset = 0;
  #inode = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** The usage up to now. It never gets less, also where the file is cut or replaced. Never rejects. */
  async read(): Promise<Usage | null> {
    const handle = await openPlain(this.#file);
    if (typeof handle === 'string') return this.#fold.value;
    try {
      await this.#readFrom(handle);
    } catch {
      // Unreadable for now; the next look may do better.
    } finally {
      await handle.close();
    }
    return this.#fold.value;
  }

  async #readFrom(handle: FileHandle): Promise<void> {
    const { size, ino } = await handle.stat();
    if (String(ino) !== this.#inode || size < this.#offset) this.#restart(0, String(ino));
    if (size - this.#offset > farthestBehind) this.#restart(size - 2 * longestLine, this.#inode);
    const piece = Buffer.allocUnsafe(Math.min(longestLine, Math.max(size - this.#offset, 1)));
    while (this.#offset < size) {
      const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, size - this.#offset), this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      for (const line of this.#lines.push(piece.subarray(0, bytesRead))) this.#add(line);
    }
  }

  #restart(offset: number, inode: string): void {
    this.#offset = offset;
    this.#inode = inode;
    this.#lines = new LineReader({ inTheMiddle: offset > 0 });
  }

  /** The last line may lack its line feed when the agent is gone. */
  async readToEnd(): Promise<Usage | null> {
    await this.read();
    for (const line of this.#lines.end()) this.#add(line);
    return this.#fold.value;
  }

  #add(line: string | undefined): void {
    if (line === undefined || !line.includes('usage')) return;
    const parsed = parseReportLine(line, { role: 'maker', clean: (text) => text, root: '' });
    if ('line' in parsed && parsed.line.type === 'usage') this.#fold.add(parsed.line);
  }
}
