import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

const chunkBytes = 1024 * 1024;
/** Bytes of a line that are held at once; a longer one comes in pieces. */
const longestWhole = 8 * 1024 * 1024;
const lineFeed = 0x0a;

/** A line of a file, or a piece of a long one. `next` is where the file goes on after it. */
export interface LinePiece {
  readonly start: number;
  readonly next: number;
  /** Without the line feed. */
  readonly text: string;
  /** `first`, `middle` and `last` are pieces of one line. */
  readonly part: 'whole' | 'first' | 'middle' | 'last';
}

/**
 * The lines of a file from a byte offset on, in bounded memory. An unfinished line at the end is told only where the file
 * does not grow any more (`isOver`). Throws as `node:fs` does.
 */
export async function* longLines(handle: FileHandle, offset: number, isOver: boolean): AsyncGenerator<LinePiece> {
  let held: Buffer = Buffer.alloc(0);
  let start = offset;
  let decoder: StringDecoder | undefined;
  const piece = (bytes: Buffer, isLast: boolean, ending: 0 | 1): LinePiece => {
    const part = decoder === undefined ? (isLast ? 'whole' : 'first') : isLast ? 'last' : 'middle';
    decoder ??= new StringDecoder('utf8');
    const text = decoder.write(bytes) + (isLast ? decoder.end() : '');
    const told = { start, next: start + bytes.length + ending, text, part } as const;
    start = told.next;
    if (isLast) decoder = undefined;
    return told;
  };
  for (;;) {
    const read = await readAt(handle, start + held.length);
    if (read.length === 0) {
      if (isOver && (held.length > 0 || decoder !== undefined)) yield piece(held, true, 0);
      return;
    }
    let bytes = held.length === 0 ? read : Buffer.concat([held, read]);
    for (let end = bytes.indexOf(lineFeed, held.length); end >= 0; end = bytes.indexOf(lineFeed)) {
      yield piece(bytes.subarray(0, end), true, 1);
      bytes = bytes.subarray(end + 1);
    }
    held = bytes;
    if (held.length < longestWhole && (decoder === undefined || held.length === 0)) continue;
    yield piece(held, false, 0);
    held = Buffer.alloc(0);
  }
}

async function readAt(handle: FileHandle, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
  return buffer.subarray(0, bytesRead);
}
