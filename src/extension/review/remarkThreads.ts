import type { Remark, ReviewMarks } from '../../model/reviewMarks.ts';
import { plainLine } from '../plainText.ts';
import { authorName } from './authorName.ts';
import { isPending } from './pending.ts';
import type { Side } from './reviewUri.ts';

/** A thread of comments as plain data. */
export interface RemarkThread {
  /** That of the remark. */
  readonly id: string;
  readonly path: string;
  readonly side: Side;
  /** Lines from 1, both belonging to it; absent where they are gone, so that it stands at its file. */
  readonly lines?: { readonly first: number; readonly last: number };
  /** What became of it, in words. */
  readonly label: string;
  readonly isResolved: boolean;
  /** What can be done with it, for the menus: `remark+resolve+answer`. */
  readonly context: string;
  readonly canReply: boolean;
  readonly said: readonly RemarkSaid[];
}

export interface RemarkSaid {
  readonly author: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  /** Lines that it was said of, where they are gone. */
  readonly quote?: readonly string[];
  /** `said+edit` for what can be reworded and withdrawn. */
  readonly context: string;
}

/** The threads of a review. `canAnswer`: whether anything can be said now; else all is read-only. */
export const remarkThreads = (marks: ReviewMarks, canAnswer: boolean): readonly RemarkThread[] =>
  marks.remarks.map((remark) => threadOf(remark, marks.me, canAnswer));

function threadOf(remark: Remark, me: string, canAnswer: boolean): RemarkThread {
  const { id, anchor, now, resolved, answer } = remark;
  // What one said last is one's own to reword, as long as nobody was sent it.
  const own = isPending(remark) && canAnswer ? remark.said.findLastIndex(({ by }) => by === me) : -1;
  const abilities = [
    ...(canAnswer ? [resolved === undefined ? 'resolve' : 'reopen'] : []),
    ...(answer?.status === 'answered' ? ['answer'] : []),
  ];
  const gone = now === undefined ? ' · its lines are gone' : '';
  return {
    ...{ id, path: anchor.path, side: anchor.side, canReply: canAnswer },
    ...(now !== undefined && { lines: { first: now.first, last: now.first + Math.max(now.count, 1) - 1 } }),
    label: `${stateWords(remark)}${gone}`,
    isResolved: resolved !== undefined,
    context: ['remark', ...abilities].join('+'),
    said: remark.said.map(({ text, by, at }, index) => ({
      ...{ author: authorName(by), at, text },
      ...(index === 0 && now === undefined && { quote: remark.quote }),
      context: index === own ? 'said+edit' : 'said',
    })),
  };
}

/** Where a remark stands on its way to an answer. */
function stateWords({ sent, answer, resolved }: Remark): string {
  if (resolved !== undefined) return `Resolved by ${plainLine(authorName(resolved.by), 60)}`;
  if (sent === undefined) return 'Pending: nobody is told before you request changes';
  if (answer === undefined) return `Sent after iteration ${sent}`;
  return answer.status === 'answered'
    ? `Answered in iteration ${answer.iteration}`
    : `Not answered: iteration ${answer.iteration} changed nothing near it`;
}
