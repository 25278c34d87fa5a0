import type { LineSpan } from '../model/reviewOutline.ts';

/** From the first to the last of spans that are in order. */
export function spanOf(spans: readonly LineSpan[]): LineSpan {
  const [start, end] = [spans[0], spans.at(-1)];
  if (start === undefined || end === undefined) return { first: 1, count: 0 };
  return { first: start.first, count: end.first + end.count - start.first };
}
