import { isScalar } from 'yaml';
import type { Span } from '../reading.ts';
import { scalarOffsets } from '../scalarOffsets.ts';

/** Where a scalar's value stands in the text without its quotes; undefined for what is no scalar with a text. */
export function innerSpan(text: string, node: unknown): Span | undefined {
  const length = isScalar(node) ? String(node.value ?? '').length : 0;
  return innerSpans(text, node, [{ start: 0, end: length }])[0];
}

/** Where pieces of a scalar's value stand in the text, through quotes, escapes and the indentation of blocks. */
export function innerSpans(text: string, node: unknown, pieces: readonly Span[]): readonly (Span | undefined)[] {
  if (!isScalar(node) || !node.range || pieces.length === 0) return [];
  const value = String(node.value ?? '');
  const offsets = scalarOffsets(text, node);
  return pieces.map(({ start, end }) => {
    const from = offsets[start];
    const last = offsets[end - 1];
    const after = offsets[end];
    if (start >= end || from === undefined || last === undefined || after === undefined) return undefined;
    // After the last character may come a fold or an indentation; an escape is as long as it is.
    return { start: from, end: text[last] === value[end - 1] ? last + 1 : after };
  });
}
