import type { Mark } from '../../model/reviewMarks.ts';
import { type KeptMarks, ownLast } from './keptMarks.ts';

/** Most threads in the review of one item. */
const mostRemarks = 1000;

/** Why a mark is not made: a code, and a sentence that says what to do. */
export interface MarkRefusal {
  readonly code: 'unknown-remark' | 'not-yours' | 'already-sent' | 'too-many-remarks';
  readonly message: string;
}

/**
 * Why this person cannot make the mark; undefined where they can. `sentOf`: how many sentences of a thread have been sent to
 * the agents. What was sent stands, and nobody changes another's words.
 */
export function refusedMark(
  kept: KeptMarks,
  mark: Mark,
  { by, sentOf }: { readonly by: string; readonly sentOf: (remark: string) => number },
): MarkRefusal | undefined {
  if (mark.kind === 'remark') return tooMany(kept, mark.id);
  if (!('remark' in mark)) return undefined;
  const remark = kept.remarks.get(mark.remark);
  if (remark === undefined) {
    return { code: 'unknown-remark', message: `There is no remark ${mark.remark}. It may have been withdrawn.` };
  }
  if (mark.kind === 'reply' || mark.kind === 'resolve') return undefined;
  const own = ownLast(remark, by);
  const what = mark.kind === 'reword' ? 'reworded' : 'withdrawn';
  if (own === -1) {
    return { code: 'not-yours', message: `Only what you said yourself is ${what} by you. Reply to it instead.` };
  }
  if (own >= sentOf(remark.id)) return undefined;
  return {
    code: 'already-sent',
    message: `It was sent to the agents already, so it is not ${what}. Reply to it, or resolve it.`,
  };
}

function tooMany({ remarks }: KeptMarks, id: string): MarkRefusal | undefined {
  if (remarks.size < mostRemarks || remarks.has(id)) return undefined;
  return {
    code: 'too-many-remarks',
    message: `There are ${mostRemarks} remarks in this review. Request changes with them, or withdraw some.`,
  };
}
