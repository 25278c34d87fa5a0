import { emptyMemory, type LoopMemory } from '../model/memory.ts';
import { bounded } from './bounds.ts';
import { moment } from './day.ts';
import { renderState } from './document.ts';
import { mergeEdits } from './mergeEdits.ts';
import { below } from './notes.ts';

/** The state as it lies on its chain. */
export interface StoredState {
  readonly memory: LoopMemory;
  readonly document: string;
  /** Somebody committed `document` by hand: whom git names, and the document of ours that it came from. */
  readonly byHand?: { readonly by: string; readonly base: string };
}

/**
 * The next state: the memory (an empty one where there is none yet) with what people committed by hand taken in, then
 * changed, then rendered. Undefined where nothing is to be written.
 */
export function reviseState(
  stored: StoredState | undefined,
  { loop, now }: { readonly loop: string; readonly now: number },
  change: (memory: LoopMemory) => LoopMemory,
): { readonly memory: LoopMemory; readonly document: string } | undefined {
  const before = stored?.memory ?? emptyMemory(loop);
  const edited = stored?.byHand === undefined ? before : withHandEdits(before, stored.document, stored.byHand, now);
  const memory = bounded(change(edited));
  if (stored !== undefined && stored.byHand === undefined && JSON.stringify(memory) === JSON.stringify(before)) {
    return undefined;
  }
  return { memory, document: renderState(memory, now) };
}

function withHandEdits(
  memory: LoopMemory,
  edited: string,
  { by, base }: NonNullable<StoredState['byHand']>,
  now: number,
): LoopMemory {
  const merged = mergeEdits(memory, { base, edited, now, by });
  if (merged.ok) return merged.value;
  const { bytes, limit } = merged.error;
  const told = `On ${moment(now)} the document that ${by} had committed by hand was not taken in: it has ${bytes} bytes, ${limit} is the most. It is in the history of this page.`;
  return { ...memory, notes: below(memory.notes, told) };
}
