import { type LoopMemory, memoryLimits } from '../model/memory.ts';
import { err, ok, type Result } from '../model/result.ts';
import { bounded } from './bounds.ts';
import { day } from './day.ts';
import { decide, withdraw } from './decide.ts';
import { lessonLine, renderState } from './document.ts';
import { cut } from './inertText.ts';
import { withLesson } from './merge.ts';
import { below, mergeNotes } from './notes.ts';
import { type Edits, readEdits } from './readEdits.ts';

/** The longest document that is taken in, in UTF-8 bytes. It is given to every agent and kept in a file of 1 MB. */
export const DOCUMENT_BYTES = 200_000;

export interface EditRequest {
  /** The document that the person began with, as `renderState` made it. */
  readonly base: string;
  /** What they made of it. */
  readonly edited: string;
  readonly now: number;
  /** Who, as `Name <email>`. */
  readonly by: string;
}

export interface EditTooLong {
  readonly code: 'document-too-long';
  readonly bytes: number;
  readonly limit: number;
}

/**
 * The memory with what a person changed in its document; `memory` may have moved on since they began. Decisions and lessons
 * are taken in, their notes are merged, and whatever cannot be understood is kept verbatim in the notes with a line that
 * says so: every word that they wrote is in the next document.
 */
export function mergeEdits(memory: LoopMemory, request: EditRequest): Result<LoopMemory, EditTooLong> {
  const bytes = new TextEncoder().encode(request.edited).byteLength;
  if (bytes > DOCUMENT_BYTES) return err({ code: 'document-too-long', bytes, limit: DOCUMENT_BYTES });
  const edits = readEdits(request.base, request.edited);
  const { notes, leftOver } = edits;
  const merged = mergeNotes(notes.base, notes.edited, memory.notes);
  const decided = withDecisions({ ...memory, notes: merged }, edits, request);
  const taught = withLessons(decided, edits, request);
  const kept = leftOver.reduce((all, { where, text }) => withLeftOver(all, where, text, request), taught);
  return ok(bounded(withAllWords(kept, edits, request)));
}

function withDecisions(memory: LoopMemory, edits: Edits, request: EditRequest): LoopMemory {
  const by = cut(request.by, memoryLimits.name);
  const withdrawn = edits.withdrawn.reduce((all, finding) => withdraw(all, finding, request.now), memory);
  return edits.decisions.reduce((all, said) => {
    const decision = { ...said, by, at: request.now };
    const taken = decide(all, decision);
    if (taken.ok) return taken.value;
    const { what, note } = said;
    return withLeftOver(
      all,
      `as a decision on ${said.finding}, which is no longer known`,
      [what, note].join(' '),
      request,
    );
  }, withdrawn);
}

function withLessons(memory: LoopMemory, { lessonsAdded, lessonsRemoved }: Edits, request: EditRequest): LoopMemory {
  const by = cut(request.by, memoryLimits.name);
  const gone = new Set(lessonsRemoved);
  const left = memory.lessons.map((lesson) =>
    gone.has(lessonLine(lesson)) ? { ...lesson, removed: { by, at: request.now } } : lesson,
  );
  const lessons = lessonsAdded.reduce((all, text) => withLesson(all, { text, at: request.now, by }), left);
  return { ...memory, lessons };
}

/** The words of the person who wrote `text` at a place where it says nothing to us. */
function withLeftOver(memory: LoopMemory, where: string, text: string, { by, now }: EditRequest): LoopMemory {
  const said = `Written by ${by} on ${day(now)} ${where}; it was not understood there, so it is kept as it is:`;
  return { ...memory, notes: below(memory.notes, `${said}\n\n${text}`) };
}

/**
 * The promise of {@link mergeEdits}, kept whatever the edit was (a decision that another took the place of, a line moved to
 * where it is not shown): lines whose words would not be in the next document go to the notes.
 */
function withAllWords(memory: LoopMemory, { written }: Edits, request: EditRequest): LoopMemory {
  const shown = new Set(wordsOf(renderState(memory, request.now)));
  const missing = written.filter((line) => wordsOf(line).some((word) => !shown.has(word)));
  return missing.length === 0 ? memory : withLeftOver(memory, 'in the document', missing.join('\n'), request);
}

/** The words of a text, without case and marks. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
