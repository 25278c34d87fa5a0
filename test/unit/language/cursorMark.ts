/** Splits a text with the cursor written as `|`: the text without it, and its offset. The last `|` counts. */
export function cursorMark(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.lastIndexOf('|');
  if (offset === -1) throw new Error('no cursor in the text');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
