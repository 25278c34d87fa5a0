import type { Decision, Remark, ReviewMarks } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';

/** What was said and not sent yet. */
export interface Pending {
  readonly remarks: readonly Remark[];
  readonly decisions: readonly Decision[];
}

const nothing: Pending = { remarks: [], decisions: [] };

export const pendingOf = (marks: ReviewMarks | undefined): Pending =>
  marks === undefined ? nothing : { remarks: marks.remarks.filter(isPending), decisions: marks.decisions };

/** A remark that was resolved before it was sent needs no answer. */
export const isPending = ({ sent, resolved }: Remark): boolean => sent === undefined && resolved === undefined;

export const countOf = ({ remarks, decisions }: Pending): number => remarks.length + decisions.length;

/** `2 remarks and 1 piece taken out`; empty where nothing is pending. */
export function pendingWords({ remarks, decisions }: Pending): string {
  const said = remarks.length === 0 ? [] : [remarks.length === 1 ? '1 remark' : `${remarks.length} remarks`];
  const out = decisions.length === 0 ? [] : [`${piecesWords(decisions.length)} taken out`];
  return [...said, ...out].join(' and ');
}

export const piecesWords = (count: number): string => (count === 1 ? '1 piece' : `${count} pieces`);

/** How much of a change is kept. */
export interface Kept {
  readonly kept: number;
  readonly of: number;
}

export function keptOf({ files }: ReviewOutline, decisions: readonly Decision[]): Kept {
  const out = new Set(decisions.map(({ piece }) => piece));
  const ids = files.flatMap(({ units }) => units).flatMap(({ pieces }) => pieces.map(({ id }) => id));
  return { kept: ids.filter((id) => !out.has(id)).length, of: ids.length };
}
