import { rename, writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import type { FileReading } from '../../review/reading.ts';
import { makeOutline, type Readers } from './makeOutline.ts';
import { outlineText } from './outlineFile.ts';
import type { PartReader } from './partReader.ts';
import { ReadingPool } from './readingPool.ts';
import { ownReader } from './readingTools.ts';
import { bodiesRequestSchema, type OutlineRequest, outlineRequestSchema } from './request.ts';
import { writeBodies } from './writeBodies.ts';

/** Fewer parts are read before a thread would have started. */
const leastForThreads = 3;

/** Does what standard input asks for. `script`: this program, for its threads. */
export async function runOutline(script: string): Promise<void> {
  const asked: unknown = JSON.parse(await text(process.stdin));
  const bodies = bodiesRequestSchema.safeParse(asked);
  if (bodies.success) await writeBodies(bodies.data);
  else await writeOutline(outlineRequestSchema.parse(asked), script);
}

/** Makes the outline of a change, and writes it to its file. */
async function writeOutline(request: OutlineRequest, script: string): Promise<void> {
  if (request.isAhead) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  let pool: ReadingPool | undefined;
  try {
    const outline = await makeOutline(request, (parts) => {
      if (parts < leastForThreads) return readersOf(ownReader(request));
      pool = new ReadingPool(script, parts, { bodies: request.bodies });
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
