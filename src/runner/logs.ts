import { open } from 'node:fs/promises';
import { outputFile, stepFolder } from '../journal/stepFolder.ts';
import { type RunState, stepOf } from '../model/runState.ts';
import type { RunnerReply } from '../protocol/runner.ts';

/** Most bytes of a log that one reply carries. */
const mostBytes = 256 * 1024;

/** The sanitised output of a step from `offset` on. A character that is cut by the end of a piece comes with the next. */
export async function readLog(
  directory: string,
  state: RunState,
  { step, offset }: { readonly step: string; readonly offset: number },
): Promise<RunnerReply<'readLog'>> {
  const ended = state.outcome !== undefined || stepOf(state, step)?.status !== 'running';
  const bytes = await readPiece(outputFile(stepFolder(directory, step)), offset);
  const whole = wholeCharacters(bytes);
  const more = bytes.length === mostBytes;
  return { text: bytes.subarray(0, whole).toString('utf8'), next: offset + whole, ended: ended && !more };
}

async function readPiece(file: string, offset: number): Promise<Buffer> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const buffer = Buffer.alloc(mostBytes);
    const { bytesRead } = await handle.read(buffer, 0, mostBytes, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** How many bytes end with a whole UTF-8 character (RFC 3629: lead bytes tell the length). */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
