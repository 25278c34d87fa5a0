import { blobSizes, readBlobs } from '../../git/blobs.ts';
import { problemText } from '../../git/problemText.ts';
import type { FileChange } from '../../model/change.ts';
import { mostBytes } from '../../review/readFile.ts';
import type { FileSides } from './partReader.ts';

/** A file of a change and which of its blobs are read: not those that are too large, and no binary ones. */
export interface FileToRead {
  readonly file: FileChange;
  readonly base?: string;
  readonly head?: string;
  /** Of both. */
  readonly bytes: number;
}

/** What a reader is given at a time. */
export type PartToRead = readonly FileToRead[];

const mostInPart = { bytes: 1_000_000, files: 24 };
/** What git is asked for at once: starting it takes as long as a few of these. */
const mostAsked = { bytes: 3_000_000, files: 1000 };

/** The files of a change in parts of a like size, the largest files first: so the last parts end together. */
export async function filesToRead(
  commonDir: string,
  files: readonly FileChange[],
  signal?: AbortSignal,
): Promise<readonly PartToRead[]> {
  const blobs = files
    .flatMap((file) => [blobOf(file, 'base'), blobOf(file, 'head')])
    .filter((one) => one !== undefined);
  const sizes = await blobSizes({ commonDir }, blobs, signal);
  if (!sizes.ok) throw new Error(problemText(sizes.error));
  const sizeOf = (blob: string | undefined): number => (blob === undefined ? 0 : (sizes.value.get(blob) ?? 0));
  const sized = files.map((file): FileToRead => {
    const [base, head] = [blobOf(file, 'base'), blobOf(file, 'head')].map((blob) =>
      sizeOf(blob) > mostBytes ? undefined : blob,
    );
    const bytes = sizeOf(base) + sizeOf(head);
    return { file, bytes, ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) };
  });
  return divided(
    sized.sort((one, other) => other.bytes - one.bytes),
    mostInPart,
    ({ bytes }) => ({ bytes, files: 1 }),
  );
}

/**
 * The parts with their texts, which are read from git while earlier ones are worked on. For several readers: each takes the
 * next one. Rejects where git cannot be asked.
 */
export async function* withTexts(
  commonDir: string,
  parts: readonly PartToRead[],
  signal?: AbortSignal,
): AsyncGenerator<readonly FileSides[], undefined> {
  const batches = divided(parts, mostAsked, (part) => ({
    bytes: part.reduce((sum, { bytes }) => sum + bytes, 0),
    files: part.length,
  }));
  const read = (at: number): Promise<readonly FileSides[][]> => {
    const reading = textsOf(commonDir, batches[at] ?? [], signal);
    // Whoever stops early does not wait for what comes next.
    reading.catch(() => undefined);
    return reading;
  };
  let coming = read(0);
  for (const at of batches.keys()) {
    const own = await coming;
    coming = read(at + 1);
    yield* own;
  }
  return undefined;
}

async function textsOf(
  commonDir: string,
  parts: readonly PartToRead[],
  signal: AbortSignal | undefined,
): Promise<FileSides[][]> {
  const names = parts.flat().flatMap(({ base, head }) => [base, head].filter((blob) => blob !== undefined));
  const contents = await readBlobs({ commonDir }, names, signal);
  if (!contents.ok) throw new Error(problemText(contents.error));
  const textOf = (blob: string | undefined): string | undefined =>
    blob === undefined ? undefined : contents.value.get(blob)?.toString('latin1');
  return parts.map((part) => part.map(({ file, base, head }) => ({ file, base: textOf(base), head: textOf(head) })));
}

interface Size {
  readonly bytes: number;
  readonly files: number;
}

/** In runs that are no larger than `most`, where a single one is not larger by itself. */
function divided<T>(all: readonly T[], most: Size, sizeOf: (one: T) => Size): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let [bytes, files] = [Number.POSITIVE_INFINITY, 0];
  for (const one of all) {
    const own = sizeOf(one);
    const run = runs.at(-1);
    if (run === undefined || bytes + own.bytes > most.bytes || files + own.files > most.files) {
      runs.push([one]);
      [bytes, files] = [own.bytes, own.files];
    } else {
      run.push(one);
      bytes += own.bytes;
      files += own.files;
    }
  }
  return runs;
}

/** The blob of a side, where its content is a text (or the target of a link). */
function blobOf({ binary, oldMode, newMode, oldBlob, newBlob }: FileChange, side: 'base' | 'head'): string | undefined {
  const mode = side === 'base' ? oldMode : newMode;
  const isText = mode === '100644' || mode === '100755' || mode === '120000';
  if (!isText || binary) return undefined;
  return side === 'base' ? oldBlob : newBlob;
}
