import type { Decision } from '../../model/reviewMarks.ts';
import type { OutlineFile } from '../../model/reviewOutline.ts';
import { plainLine } from '../plainText.ts';
import type { Side } from './reviewUri.ts';

/** Lines of one side, from 1, that a piece which is taken out is shown at. */
export interface TakenOutSpan {
  readonly side: Side;
  readonly first: number;
  readonly last: number;
  /** Behind the last of the lines. */
  readonly words: string;
  readonly decision: Decision;
}

/** On the head what goes, on the base what comes back in its place. */
export function takenOutSpans(file: OutlineFile, decisions: readonly Decision[]): readonly TakenOutSpan[] {
  const out = new Map(decisions.map((decision) => [decision.piece, decision]));
  return file.units
    .flatMap(({ pieces }) => pieces)
    .flatMap(({ id, base, head }) => {
      const decision = out.get(id);
      if (decision === undefined) return [];
      const why = decision.why === undefined ? '' : `: ${plainLine(decision.why, 60)}`;
      return [
        { side: 'head' as const, ...linesOf(head), words: `taken out${why}`, decision },
        { side: 'base' as const, ...linesOf(base), words: 'stays', decision },
      ].filter(({ first, last }) => last >= first);
    });
}

const linesOf = ({ first, count }: { readonly first: number; readonly count: number }) => ({
  first,
  last: first + count - 1,
});
