import { LineIndex } from '../lineIndex.ts';
import type { TextEdit } from './fix.ts';

/** A text after edits whose ranges do not overlap. Two insertions at one place stand in the order of the list. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  const changes = edits.map(({ range, newText }) => ({
    start: lines.offsetAt(range.start),
    end: lines.offsetAt(range.end),
    newText,
  }));
  let after = '';
  let from = 0;
  for (const { start, end, newText } of changes.sort((a, b) => a.start - b.start || a.end - b.end)) {
    after += text.slice(from, start) + newText;
    from = end;
  }
  return after + text.slice(from);
}
