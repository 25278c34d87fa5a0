import { diffArrays } from 'diff';

/** Consecutive lines of one side. Where `count` is 0, `first` is the line before which the other side's lines stand. */
export interface LineSpan {
  /** Counted from 1. */
  readonly first: number;
  readonly count: number;
}

/** One place where two texts differ. Texts carry no line break; a line may differ from another by its break alone. */
export interface Hunk {
  readonly base: LineSpan;
  readonly head: LineSpan;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Beyond this many differing lines the least edit is not worth its quadratic time; everything between is one hunk. */
const longestEdit = 4000;

/** The lines of a text without their breaks (`\n` or `\r\n`); a text without any character has none. */
export function linesOf(text: string): string[] {
  return rawLines(text).map(withoutBreak);
}

/** Where `head` differs from `base`, by whole lines, in order and never touching; a least edit (Myers, by jsdiff). */
export function changedHunks(baseText: string, headText: string): Hunk[] {
  const [base, head] = [rawLines(baseText), rawLines(headText)];
  const same = sharedEnds(base, head);
  const baseMiddle = base.slice(same.start, base.length - same.end);
  const headMiddle = head.slice(same.start, head.length - same.end);
  if (baseMiddle.length === 0 && headMiddle.length === 0) return [];
  const parts = diffArrays(baseMiddle, headMiddle, { maxEditLength: longestEdit }) ?? [
    { removed: true, added: false, value: baseMiddle },
    { removed: false, added: true, value: headMiddle },
  ];
  return hunksOf(parts, same.start + 1);
}

interface Part {
  readonly added: boolean;
  readonly removed: boolean;
  readonly value: readonly string[];
}

function hunksOf(parts: readonly Part[], firstLine: number): Hunk[] {
  const hunks: Hunk[] = [];
  let [base, head] = [firstLine, firstLine];
  let open: { removed: string[]; added: string[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { removed, added } = open;
    hunks.push({
      base: { first: base - removed.length, count: removed.length },
      head: { first: head - added.length, count: added.length },
      removed: removed.map(withoutBreak),
      added: added.map(withoutBreak),
    });
    open = undefined;
  };
  for (const { added, removed, value } of parts) {
    if (!added && !removed) close();
    else open ??= { removed: [], added: [] };
    if (removed) open?.removed.push(...value);
    if (added) open?.added.push(...value);
    if (!added) base += value.length;
    if (!removed) head += value.length;
  }
  close();
  return hunks;
}

const rawLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const withoutBreak = (line: string): string => line.replace(/\r?\n$/, '');

function sharedEnds(base: readonly string[], head: readonly string[]): { start: number; end: number } {
  const shorter = Math.min(base.length, head.length);
  let [start, end] = [0, 0];
  while (start < shorter && base[start] === head[start]) start++;
  while (end < shorter - start && base[base.length - 1 - end] === head[head.length - 1 - end]) end++;
  return { start, end };
}
