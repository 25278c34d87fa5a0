import { rename, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import type { FileReading } from '../../review/reading.ts';
import { makeOutline, type Readers } from './makeOutline.ts';
import { outlineText } from './outlineFile.ts';
import type { PartReader } from './partReader.ts';
import { ReadingPool } from './readingPool.ts';
import { ownReader } from './readingTools.ts';
import { outlineRequestSchema } from './request.ts';

/** Fewer parts are read before a thread would have started. */
const leastForThreads = 3;

/** Makes the outline that standard input asks for, and writes it to its file. `script`: this program, for its threads. */
export async function runOutline(script: string): Promise<void> {
  const request = outlineRequestSchema.parse(JSON.parse(await text(process.stdin)));
  if (request.isAhead) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  let pool: ReadingPool | undefined;
  try {
    const outline = await makeOutline(request, (parts) => {
      if (parts < leastForThreads) return readersOf(ownReader());
      pool = new ReadingPool(script, parts);
      return pool;
    });
    const fresh = `${request.out}.${process.pid}`;
    await writeFile(fresh, outlineText(outline), { mode: 0o600 });
    await rename(fresh, request.out);
  } finally {
    await pool?.close();
  }
}

/** One reader, for all parts. */
export function readersOf(reader: PartReader): Readers {
  return {
    read: async (parts) => {
      const files: FileReading[] = [];
      for await (const part of parts) files.push(...(await reader.read(part)));
      return files;
    },
    judge: async (judging) => reader.judge(judging),
  };
}
