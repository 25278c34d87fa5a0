import { isScalar } from 'yaml';
import type { FieldText } from '../fieldTexts.ts';
import type { Reading, Span } from '../reading.ts';
import { scalarOffsets } from '../scalarOffsets.ts';

/** Where a part of a field's text stands in the file, through quotes, escapes and indentation. */
export function fieldSpans({ text }: Reading, { place }: FieldText): (part: Span) => Span {
  const offsets = isScalar(place.node) ? scalarOffsets(text, place.node) : [];
  const at = (index: number): number => offsets[Math.min(index, offsets.length - 1)] ?? place.at.start;
  return ({ start, end }) => {
    const from = at(start);
    // The character after the last may stand on another line.
    return { start: from, end: end > start ? Math.max(from, at(end - 1) + 1) : from };
  };
}
