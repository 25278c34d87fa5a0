import { readBlobs } from '../../git/blobs.ts';
import { problemText } from '../../git/problemText.ts';
import type { FileChange } from '../../model/change.ts';
import { type ReadingTools, readFile } from '../../review/readFile.ts';
import type { FileReading } from '../../review/reading.ts';

/** A file of a change and which of its blobs are read: not those that are too large, and no binary ones. */
export interface FileToRead {
  readonly file: FileChange;
  readonly base?: string;
  readonly head?: string;
}

/** Reads files of a change, with their blobs from git. Rejects where git cannot be asked. */
export async function readFiles(
  commonDir: string,
  files: readonly FileToRead[],
  tools: ReadingTools,
  signal?: AbortSignal,
): Promise<readonly FileReading[]> {
  const names = files.flatMap(({ base, head }) => [base, head].filter((blob) => blob !== undefined));
  const read = await readBlobs({ commonDir }, names, signal);
  if (!read.ok) throw new Error(problemText(read.error));
  const textOf = (blob: string | undefined): string | undefined =>
    blob === undefined ? undefined : read.value.get(blob)?.toString('latin1');
  return files.map(({ file, base, head }) => readFile(file, { base: textOf(base), head: textOf(head) }, tools));
}
