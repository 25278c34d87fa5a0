import type { FileChange } from '../../../src/model/change.ts';
import type { Decision, Remark, ReviewMarks } from '../../../src/model/reviewMarks.ts';
import type { OutlineFile, Piece, ReviewOutline, Unit } from '../../../src/model/reviewOutline.ts';
import { fileChange, objectId } from './recordedRun.ts';

/** Parts of a review as a runner tells them, each as a test needs it. */

export const me = 'Ada <ada@example.com>';
export const other = 'Ben <ben@example.com>';

/** A piece that replaces lines of the base from `line` on by as many of the head. */
export const pieceAtLine = (id: string, line: number, more: Partial<Piece> = {}): Piece => ({
  id,
  kind: 'lines',
  base: { first: line, count: 1 },
  head: { first: line, count: 1 },
  ...more,
});

/** A function of `path` from its first piece to its last. */
export function unitOf(path: string, name: string, pieces: readonly Piece[], more: Partial<Unit> = {}): Unit {
  const last = pieces.at(-1);
  const span = (side: 'base' | 'head') => {
    const first = pieces[0]?.[side].first ?? 1;
    return { first, count: (last?.[side].first ?? 1) + (last?.[side].count ?? 0) - first };
  };
  return {
    id: `${path}#${name}`,
    name,
    kind: 'function',
    digest: `digest of ${path}#${name}`,
    base: span('base'),
    head: span('head'),
    lines: pieces.reduce((sum, { base, head }) => sum + base.count + head.count, 0),
    risk: 1,
    reasons: ['a condition changed'],
    pieces: [...pieces],
    ...more,
  };
}

export function outlined(
  path: string,
  units: readonly Unit[],
  more: Partial<OutlineFile> & { readonly change?: Partial<FileChange> } = {},
): OutlineFile {
  const { change, ...rest } = more;
  return {
    file: fileChange(path, `${path} new`, change),
    lines: units.reduce((sum, unit) => sum + unit.lines, 0),
    risk: 1,
    reasons: units[0]?.reasons ?? ['it is there'],
    units: [...units],
    ...rest,
  };
}

export const outlineOf = (files: readonly OutlineFile[], more: Partial<ReviewOutline> = {}): ReviewOutline => ({
  base: objectId('base'),
  head: objectId('head'),
  tree: objectId('tree'),
  files: [...files],
  lines: files.filter(({ folded }) => folded === undefined).reduce((sum, { lines }) => sum + lines, 0),
  ...more,
});

export const marksOf = (more: Partial<ReviewMarks> = {}): ReviewMarks => ({
  me,
  viewed: [],
  decisions: [],
  remarks: [],
  ...more,
});

export const decisionOn = (path: string, piece: string, why?: string): Decision => ({
  piece,
  path,
  by: other,
  at: 0,
  ...(why !== undefined && { why }),
});

export const remarkOn = (path: string, line: number, text: string, more: Partial<Remark> = {}): Remark => ({
  id: `remark ${text}`,
  anchor: { path, side: 'head', commit: objectId('head'), first: line, last: line },
  quote: ['the line'],
  said: [{ text, by: me, at: 0 }],
  now: { first: line, count: 1 },
  ...more,
});
