import type { FileHandle } from 'node:fs/promises';
import { Gathering } from './gathering.ts';
import { LineReader, longestLine } from './lineReader.ts';
import { type NotPlain, openPlain } from './openPlain.ts';
import type { LineReading } from './reportLine.ts';
import { type Said, saidNothing } from './said.ts';

/** Bytes of a report that are read. */
export const longestReport = 1024 * 1024;

/** Reads a report, all but its usage lines. Never rejects. */
export async function readReport(file: string, reading: LineReading): Promise<Said> {
  const handle = await openPlain(file);
  if (typeof handle === 'string') return { ...saidNothing, problems: problemOf[handle] };
  const gathering = new Gathering(reading);
  try {
    await readLines(handle, gathering);
  } catch {
    gathering.isIncomplete('The report cannot be read to its end.');
  } finally {
    await handle.close();
  }
  return gathering.said();
}

const problemOf: Readonly<Record<NotPlain, readonly string[]>> = {
  missing: ['The report file was deleted.'],
  'not-a-file': ['The report file was replaced by something that is no plain file; it was not read.'],
  unreadable: ['The report file cannot be read.'],
};

async function readLines(handle: FileHandle, gathering: Gathering): Promise<void> {
  const lines = new LineReader();
  const piece = Buffer.allocUnsafe(longestLine);
  for (let at = 0; at < longestReport; ) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, longestReport - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
    for (const line of lines.push(piece.subarray(0, bytesRead))) gathering.add(line);
  }
  if ((await handle.stat()).size <= longestReport) for (const line of lines.end()) gathering.add(line);
  else gathering.isIncomplete('The report is longer than 1 MB; what comes after that is not read.');
}
