import { fstatSync, readSync } from 'node:fs';

/** Where a transcript that is there goes on. */
export interface TranscriptEnd {
  readonly bytes: number;
  /** The number of its next line. */
  readonly next: number;
  /** It was full. */
  readonly isCut: boolean;
  /** Its last line was not written whole. */
  readonly isTorn: boolean;
}

/** Bytes at the end in which its last whole line is looked for; one line is far shorter. */
const mostLookedAt = 4 * 1024 * 1024;

/** Reads the end of an open transcript. Without a line that can be read it begins at 0. Throws as `node:fs` does. */
export function endOfTranscript(fd: number): TranscriptEnd {
  const bytes = fstatSync(fd).size;
  const tail = Buffer.alloc(Math.min(bytes, mostLookedAt));
  const read = readSync(fd, tail, 0, tail.length, bytes - tail.length);
  const lines = tail.subarray(0, read).toString('utf8').split('\n');
  const torn = lines.pop() ?? '';
  const last = lines
    .reverse()
    .map(parsed)
    .find((line) => line !== undefined);
  return {
    bytes,
    next: last === undefined ? 0 : last.seq + 1,
    isCut: last?.type === 'cut',
    isTorn: torn !== '',
  };
}

interface Line {
  readonly seq: number;
  readonly type: string;
}

function parsed(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return isLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** By hand: a schema's library would be loaded before the agent is started. */
function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, type } = value as Partial<Record<keyof Line, unknown>>;
  return Number.isSafeInteger(seq) && Number(seq) >= 0 && typeof type === 'string';
}
