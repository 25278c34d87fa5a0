import type { FormatEdit } from '../../../../src/language/format/format.ts';
import { LineIndex } from '../../../../src/language/lineIndex.ts';

/** The text with edits that do not overlap, as an editor applies them. */
export function applyEdits(text: string, edits: readonly FormatEdit[]): string {
  const lines = new LineIndex(text);
  return edits.reduceRight(
    (result, { range, newText }) =>
      result.slice(0, lines.offsetAt(range.start)) + newText + result.slice(lines.offsetAt(range.end)),
    text,
  );
}
