import type { Completion } from '../../../src/language/completionItem.ts';

/** A snippet with its places to fill in filled with what they propose. */
export const filled = (insert: string): string =>
  insert
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([$}\\])/g, '$1');

/** The text after a completion is taken, as an editor inserts it, and where it stands then. */
export function taken(text: string, { insert, start, end }: Completion): { text: string; start: number; end: number } {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart))?.[0] ?? '';
  const written = filled(insert).replaceAll('\n', `\n${indent}`);
  return { text: text.slice(0, start) + written + text.slice(end), start, end: start + written.length };
}
