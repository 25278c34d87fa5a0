import type { FileHandle } from 'node:fs/promises';
import { type TranscriptLine, transcriptLineSchema } from '../model/transcript.ts';
import type { RunnerReply } from '../protocol/runner.ts';
import { type LinePiece, longLines } from './longLines.ts';
import { TranscriptText } from './transcriptText.ts';

/** Bytes of a transcript that one reply is made of, and a line more. */
const mostBytes = 256 * 1024;

type Piece = Pick<RunnerReply<'readLog'>, 'text' | 'next'> & {
  /** Everything that is there by now was told. */
  readonly isAll: boolean;
};

/** A line that can be read; undefined for anything else, such as one that its driver was killed in. */
export function parseTranscriptLine(text: string): TranscriptLine | undefined {
  try {
    const parsed = transcriptLineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The transcript as text from `offset` on. Where the agent is in the middle of a line, `next` is the line feed before the
 * next entry and not the entry: so the reply after this one knows, and nobody has to remember it.
 */
export async function transcriptPiece(
  handle: FileHandle,
  offset: number,
  { withThinking, isOver }: { readonly withThinking: boolean; readonly isOver: boolean },
): Promise<Piece> {
  let text = '';
  let next = offset;
  let told: TranscriptText | undefined;
  let isAll = true;
  /** After the words that are still open: only usage can come after them. */
  let spoken = offset + 1;
  for await (const piece of longLines(handle, offset, isOver)) {
    // An empty line is the end of the one before: nobody writes any.
    told ??= new TranscriptText({ withThinking, isOpen: piece.text === '' });
    const more = tellPiece(told, piece);
    text += more;
    if (!isWhole(piece)) continue;
    next = piece.next;
    if (more !== '') spoken = next;
    if (next - offset < mostBytes) continue;
    isAll = false;
    break;
  }
  if (told === undefined) return { text: '', next, isAll };
  text += told.end(isAll && isOver);
  if (!told.isOpen) return { text, next, isAll };
  // Usage that waits for the end of the words is read again with what comes then.
  return { text, next: (isAll ? spoken : next) - 1, isAll };
}

function tellPiece(told: TranscriptText, piece: LinePiece): string {
  if (piece.part === 'last') return told.own('(An entry that is too long to show; --search looks into it.)');
  if (piece.part !== 'whole' || piece.text === '') return '';
  const line = parseTranscriptLine(piece.text);
  return line === undefined ? told.own('(An entry that cannot be read.)') : told.add(line);
}

/** The lines of the transcript as they are from `offset` on; those that cannot be read are left out. */
export async function transcriptLines(handle: FileHandle, offset: number, isOver: boolean): Promise<Piece> {
  let text = '';
  let next = offset;
  for await (const piece of longLines(handle, offset, isOver)) {
    if (piece.part === 'whole' && parseTranscriptLine(piece.text) !== undefined) text += `${piece.text}\n`;
    if (isWhole(piece)) next = piece.next;
    if (next - offset >= mostBytes) return { text, next, isAll: false };
  }
  return { text, next, isAll: true };
}

const isWhole = ({ part }: LinePiece): boolean => part === 'whole' || part === 'last';
