import type { Decision } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';

/**
 * Whether a change is the one before without the pieces that were taken out, and nothing else: every piece that was kept is
 * there, no other is, and it begins at the same base. An id names a piece's content, so equal ids are equal content.
 */
export function isWhatWasKept(before: ReviewOutline, decisions: readonly Decision[], after: ReviewOutline): boolean {
  const out = new Set(decisions.map(({ path, piece }) => named(path, piece)));
  const kept = idsOf(before).filter((id) => !out.has(id));
  const now = new Set(idsOf(after));
  return before.base === after.base && kept.length === now.size && kept.every((id) => now.has(id));
}

const idsOf = ({ files }: ReviewOutline): readonly string[] =>
  files.flatMap(({ file, units }) => units.flatMap(({ pieces }) => pieces.map(({ id }) => named(file.path, id))));

const named = (path: string, piece: string): string => `${path}\0${piece}`;
