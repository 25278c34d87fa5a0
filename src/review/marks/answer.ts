import type { LineSpan } from '../../model/reviewOutline.ts';
import { type Differences, surroundings } from './place.ts';

/** Lines around a remark that stand for its unit, where nobody knows what unit it is in. */
const near = 10;

/** What a remark is about, in the text that the agent began from; `count` 0 is the place where its lines stood. */
export interface About {
  readonly lines: LineSpan;
  /** The function, class or section around them. */
  readonly unit?: LineSpan | undefined;
}

/**
 * What an iteration that went from one text to another did about a remark: the lines (of the second) of the first difference
 * that touches its lines, else of the first one in its unit; undefined where nothing there was changed.
 */
export function answerIn(differences: Differences, { lines, unit }: About): LineSpan | undefined {
  const around = unit ?? { first: Math.max(1, lines.first - near), count: lines.count + 2 * near };
  const answer =
    differences.find(({ base }) => touches(base, lines)) ?? differences.find(({ base }) => touches(base, around));
  return answer?.head;
}

/** Whether they have a line in common; lines that were only added belong to those before and after them. */
function touches(changed: LineSpan, lines: LineSpan): boolean {
  const [end, linesEnd] = [changed.first + changed.count, lines.first + lines.count];
  if (changed.count > 0 && lines.count > 0) return changed.first < linesEnd && lines.first < end;
  return changed.first <= linesEnd && lines.first <= end;
}

/** Lines of an answer in a text that came later: where they are now, or where they stood. */
export const carried = (differences: Differences, lines: LineSpan): LineSpan =>
  lines.count === 0
    ? { first: surroundings(differences, { first: lines.first, count: 1 }).first, count: 0 }
    : surroundings(differences, lines);
