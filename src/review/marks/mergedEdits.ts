import { changedHunks, type Hunk } from '../hunks.ts';
import { rawLines } from '../rawText.ts';

/**
 * A text with what two people made of it: `ours` and `theirs` both began from `from`. What both did alike is done once.
 * Undefined where they changed the same place, or right beside each other, in different ways. A character for each byte.
 */
export function mergedEdits(from: string, ours: string, theirs: string): string | undefined {
  if (ours === from || ours === theirs) return theirs;
  if (theirs === from) return ours;
  const edits = [...editsOf(from, ours), ...editsOf(from, theirs)].sort(
    (a, b) => a.base.first - b.base.first || a.base.count - b.base.count,
  );
  const lines = rawLines(from);
  const merged: string[] = [];
  let line = 1;
  let last: Edit | undefined;
  for (const edit of edits) {
    if (last !== undefined && isSame(last, edit)) continue;
    if (last !== undefined && edit.base.first <= last.base.first + last.base.count) return undefined;
    merged.push(...lines.slice(line - 1, edit.base.first - 1), ...edit.lines);
    line = edit.base.first + edit.base.count;
    last = edit;
  }
  return [...merged, ...lines.slice(line - 1)].join('');
}

interface Edit extends Pick<Hunk, 'base'> {
  /** What stands there afterwards, with line breaks. */
  readonly lines: readonly string[];
}

function editsOf(from: string, to: string): readonly Edit[] {
  const lines = rawLines(to);
  return changedHunks(from, to).map(({ base, head }) => ({
    base,
    lines: lines.slice(head.first - 1, head.first - 1 + head.count),
  }));
}

const isSame = (one: Edit, other: Edit): boolean =>
  one.base.first === other.base.first &&
  one.base.count === other.base.count &&
  one.lines.join('') === other.lines.join('');
