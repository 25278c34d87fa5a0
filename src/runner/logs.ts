import type { FileHandle } from 'node:fs/promises';
import { specFile, transcriptFile } from '../agents/drive/spec.ts';
import { openPlain } from '../agents/report/openPlain.ts';
import { outputFile, stepFolder } from '../journal/stepFolder.ts';
import { type RunState, stepOf } from '../model/runState.ts';
import { drivenTurnOf } from '../model/stepState.ts';
import { turnText } from '../model/turn.ts';
import type { RunnerParams, RunnerReply } from '../protocol/runner.ts';
import { sanitise } from '../redaction/sanitise.ts';
import { transcriptLines, transcriptPiece } from './transcriptLog.ts';

/** Most bytes of an output that one reply carries. */
const mostBytes = 256 * 1024;

/**
 * What a step has said from `offset` on: the transcript of a coding agent as text, else its sanitised output. A character
 * that is cut by the end of a piece comes with the next.
 */
export async function readLog(
  directory: string,
  state: RunState,
  { step, offset, form = 'text' }: Omit<RunnerParams<'readLog'>, 'run'>,
): Promise<RunnerReply<'readLog'>> {
  const folder = stepFolder(directory, step);
  const isOver = state.outcome !== undefined || stepOf(state, step)?.status !== 'running';
  const transcript = await openPlain(transcriptFile(folder));
  if (typeof transcript !== 'string') {
    try {
      if (form === 'lines') {
        const { isAll, ...piece } = await transcriptLines(transcript, offset, isOver);
        return { ...piece, ended: isOver && isAll };
      }
      const withThinking = form === 'thinking';
      return await readTranscript(transcript, { offset, withThinking, isOver, facts: factsOf(state, step) });
    } finally {
      await transcript.close();
    }
  }
  if (form === 'lines') return { text: '', next: offset, ended: isOver };
  // The transcript of an agent that is being started is about to come, and offsets are of that.
  if (!isOver && (await isFile(specFile(folder)))) return { text: '', next: offset, ended: false };
  return readOutput(outputFile(folder), offset, isOver);
}

/** After the last entry stands what is known of the pass; its offset is one more than the file has bytes. */
async function readTranscript(
  handle: FileHandle,
  {
    offset,
    withThinking,
    isOver,
    facts,
  }: { readonly offset: number; readonly withThinking: boolean; readonly isOver: boolean; readonly facts: string },
): Promise<RunnerReply<'readLog'>> {
  const { text, next, isAll } = await transcriptPiece(handle, offset, { withThinking, isOver });
  if (!isAll || !isOver) return { text, next, ended: false };
  const { size } = await handle.stat();
  return offset > size ? { text: '', next: offset, ended: true } : { text: text + facts, next: size + 1, ended: true };
}

function factsOf(state: RunState, key: string): string {
  const step = stepOf(state, key);
  const known = step === undefined ? undefined : drivenTurnOf(step);
  return known === undefined ? '' : `${sanitise(turnText(known.agent, known.turn))}\n`;
}

async function isFile(path: string): Promise<boolean> {
  const handle = await openPlain(path);
  if (typeof handle === 'string') return false;
  await handle.close();
  return true;
}

async function readOutput(file: string, offset: number, isOver: boolean): Promise<RunnerReply<'readLog'>> {
  const bytes = await readPiece(file, offset);
  const whole = wholeCharacters(bytes);
  const more = bytes.length === mostBytes;
  return { text: bytes.subarray(0, whole).toString('utf8'), next: offset + whole, ended: isOver && !more };
}

async function readPiece(file: string, offset: number): Promise<Buffer> {
  const handle = await openPlain(file);
  if (typeof handle === 'string') return Buffer.alloc(0);
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
