import type { Remark } from '../../model/reviewMarks.ts';
import { plainLine } from '../plainText.ts';
import { type Pending, pendingWords } from './pending.ts';

/** What happens to what is sent, before it is sent. */
export const sendDetail =
  'The maker gets all of it in another iteration, and the checker is asked whether each remark was answered. Pieces taken out are gone before it begins. Nothing lands meanwhile.';

/** `Send 2 remarks and 1 piece taken out`. */
export const sendTitle = (pending: Pending): string => `Send ${pendingWords(pending)}`;

/** `src/a.js:12: Why not the limit?` */
export function remarkLine({ anchor, now, said }: Remark): string {
  const line = now?.first ?? anchor.first;
  return `${plainLine(anchor.path)}:${line}: ${plainLine(said.at(-1)?.text ?? '', 80)}`;
}

/** What became of remarks in the iteration that they were sent to: `2 of 3 remarks answered`; empty where none were sent. */
export function answeredWords(remarks: readonly Remark[], iteration: number): string {
  const due = remarks.filter(({ answer }) => answer?.iteration === iteration);
  if (due.length === 0) return '';
  const answered = due.filter(({ answer }) => answer?.status === 'answered').length;
  return due.length === 1
    ? `The remark was ${answered === 1 ? 'answered' : 'not answered'}.`
    : `${answered} of ${due.length} remarks were answered.`;
}
