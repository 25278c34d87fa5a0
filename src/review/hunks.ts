import { leastEdit } from './leastEdit.ts';
import { anchorsOf } from './lineAnchors.ts';
import { rawLines, withoutBreak } from './rawText.ts';

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

/** Beyond this many differing lines the least edit is not worth its quadratic time. */
const longestEdit = 3000;

/** The lines of a text without their breaks (`\n` or `\r\n`); a text without any character has none. */
export function linesOf(text: string): string[] {
  return rawLines(text).map(withoutBreak);
}

/**
 * Where `head` differs from `base`, by whole lines, in order and never touching: a least edit. Where that
 * would be a long one, the texts are first divided at lines that stand once in each (patience diff), and what then is left
 * between two of those and differs in more than 3,000 lines is one hunk.
 */
export function changedHunks(baseText: string, headText: string): Hunk[] {
  return hunksOf(partsOf(rawLines(baseText), rawLines(headText), true), 1);
}

/** What two runs of lines share and what not, in order. `mayDivide`: they have not been divided yet. */
function partsOf(base: readonly string[], head: readonly string[], mayDivide: boolean): readonly Part[] {
  const same = sharedEnds(base, head);
  const baseMiddle = base.slice(same.start, base.length - same.end);
  const headMiddle = head.slice(same.start, head.length - same.end);
  return [
    { removed: false, added: false, value: base.slice(0, same.start) },
    ...differing(baseMiddle, headMiddle, mayDivide),
    { removed: false, added: false, value: base.slice(base.length - same.end) },
  ];
}

function differing(base: readonly string[], head: readonly string[], mayDivide: boolean): readonly Part[] {
  const all = [
    { removed: true, added: false, value: base },
    { removed: false, added: true, value: head },
  ];
  if (base.length === 0 || head.length === 0) return all;
  const isLong = base.length + head.length > longestEdit;
  if (isLong && mayDivide) return divided(base, head);
  if (isLong && onlyIn(base, head) + onlyIn(head, base) > longestEdit) return all;
  return editParts(base, head) ?? all;
}

function editParts(base: readonly string[], head: readonly string[]): readonly Part[] | undefined {
  let [old, young] = [0, 0];
  return leastEdit(base, head, longestEdit)?.map(({ kind, count }) => {
    const value = kind === 'added' ? head.slice(young, young + count) : base.slice(old, old + count);
    if (kind !== 'added') old += count;
    if (kind !== 'removed') young += count;
    return { removed: kind === 'removed', added: kind === 'added', value };
  });
}

/** How many lines of one text the other does not have: no edit is shorter. */
function onlyIn(one: readonly string[], other: readonly string[]): number {
  const known = new Set(other);
  return one.reduce((count, line) => count + (known.has(line) ? 0 : 1), 0);
}

function divided(base: readonly string[], head: readonly string[]): readonly Part[] {
  const parts: Part[] = [];
  let from = { base: 0, head: 0 };
  for (const to of [...anchorsOf(base, head), { base: base.length, head: head.length }]) {
    parts.push(...partsOf(base.slice(from.base, to.base), head.slice(from.head, to.head), false));
    if (to.base < base.length) parts.push({ removed: false, added: false, value: base.slice(to.base, to.base + 1) });
    from = { base: to.base + 1, head: to.head + 1 };
  }
  return parts;
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
    if (value.length === 0) continue;
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

function sharedEnds(base: readonly string[], head: readonly string[]): { start: number; end: number } {
  const shorter = Math.min(base.length, head.length);
  let [start, end] = [0, 0];
  while (start < shorter && base[start] === head[start]) start++;
  while (end < shorter - start && base[base.length - 1 - end] === head[head.length - 1 - end]) end++;
  return { start, end };
}
