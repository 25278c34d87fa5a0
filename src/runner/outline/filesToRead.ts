import { blobSizes } from '../../git/blobs.ts';
import { problemText } from '../../git/problemText.ts';
import type { FileChange } from '../../model/change.ts';
import { mostBytes } from '../../review/readFile.ts';
import type { FileToRead } from './readFiles.ts';

/** Bytes of both sides, and files, that are read at once: what is held in memory at a time. */
const mostInPart = { bytes: 4_000_000, files: 24 };

/** The files of a change in parts of a like size, the largest files first: so the last parts end together. */
export async function filesToRead(
  commonDir: string,
  files: readonly FileChange[],
  signal?: AbortSignal,
): Promise<readonly (readonly FileToRead[])[]> {
  const blobs = files
    .flatMap((file) => [blobOf(file, 'base'), blobOf(file, 'head')])
    .filter((one) => one !== undefined);
  const sizes = await blobSizes({ commonDir }, blobs, signal);
  if (!sizes.ok) throw new Error(problemText(sizes.error));
  const sizeOf = (blob: string | undefined): number => (blob === undefined ? 0 : (sizes.value.get(blob) ?? 0));
  const sized = files.map((file) => {
    const [base, head] = [blobOf(file, 'base'), blobOf(file, 'head')].map((blob) =>
      sizeOf(blob) > mostBytes ? undefined : blob,
    );
    const bytes = sizeOf(base) + sizeOf(head);
    return {
      bytes,
      toRead: { file, ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) },
    };
  });
  return partsOf(sized.sort((one, other) => other.bytes - one.bytes));
}

interface Sized {
  readonly bytes: number;
  readonly toRead: FileToRead;
}

function partsOf(sized: readonly Sized[]): readonly (readonly FileToRead[])[] {
  const parts: FileToRead[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { bytes: own, toRead } of sized) {
    const part = parts.at(-1);
    if (part === undefined || bytes + own > mostInPart.bytes || part.length >= mostInPart.files) {
      parts.push([toRead]);
      bytes = own;
    } else {
      part.push(toRead);
      bytes += own;
    }
  }
  return parts;
}

/** The blob of a side, where its content is a text (or the target of a link). */
function blobOf({ binary, oldMode, newMode, oldBlob, newBlob }: FileChange, side: 'base' | 'head'): string | undefined {
  const mode = side === 'base' ? oldMode : newMode;
  const isText = mode === '100644' || mode === '100755' || mode === '120000';
  if (!isText || binary) return undefined;
  return side === 'base' ? oldBlob : newBlob;
}
