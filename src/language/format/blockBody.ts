import type { Cut } from './atom.ts';

interface Move {
  /** By how much the key of the text moves; holds where its header says how deep the text stands. */
  readonly delta: number;
  /** Where the text shall stand otherwise. */
  readonly column: number;
}

/**
 * The lines below the header of a block scalar: how much of them is the text (what follows is white space of the file),
 * and how to move them. Offsets are from the start of the body.
 */
export function bodyOf(
  source: string,
  header: string,
  { delta, column }: Move,
): { readonly length: number; readonly cuts: readonly Cut[] } {
  const lines = [...source.matchAll(/[^\n]*(?:\n|$)/g)].filter(([line]) => line !== '');
  const indents = lines.map(([line]) => /^ */.exec(line)?.[0].length ?? 0);
  const isFull = lines.map(([line]) => line.trim() !== '');
  const isFixed = /\d/.test(header);
  // Without a line that says how deep the text stands it is line breaks and nothing else.
  const depth = indents[isFull.indexOf(true)] ?? Number.POSITIVE_INFINITY;
  const by = isFixed ? delta : column - depth;
  const isText = (index: number): boolean => isFull[index] === true || isFixed || (indents[index] ?? 0) > depth;
  const cuts = lines.flatMap(([line], index): readonly Cut[] => {
    const start = lines[index]?.index ?? 0;
    const blank = indents[index] ?? 0;
    if (isText(index)) return [{ start, end: start + blank, text: ' '.repeat(Math.max(0, blank + by)) }];
    return [{ start, end: start + line.replace(/\r?\n$/, '').length, text: '' }];
  });
  const last = header.includes('+') ? lines.length - 1 : lines.findLastIndex((_, index) => isText(index));
  if (last < 0) return { length: 0, cuts: [] };
  const end = (lines[last]?.index ?? 0) + (lines[last]?.[0].replace(/\r?\n$/, '').length ?? 0);
  return { length: end, cuts: cuts.filter((cut) => cut.start < end || cut.end <= end) };
}
