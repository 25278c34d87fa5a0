import { withoutControls } from './inertText.ts';

/** Longer lines are cut: no line of a report that matters is longer, and matching stays cheap. */
export const lineLimit = 4_000;

/** Each line without its end, uncut: for lines that are JSON. Makes no array of them. */
export function* rawLinesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    yield text.slice(start, stop);
    start = stop + 1;
  }
}

/** Each line without its end, terminal escapes and controls, cut at 4,000 characters. */
export function* linesOf(text: string): Generator<string> {
  for (const line of rawLinesOf(text)) yield withoutControls(line.slice(0, lineLimit));
}
