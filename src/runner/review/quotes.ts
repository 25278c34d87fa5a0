import type { Change } from '../../model/change.ts';
import type { Anchor } from '../../model/reviewMarks.ts';
import type { RunState } from '../../model/runState.ts';
import type { ItemView } from '../../model/runView.ts';
import { linesOf } from '../../review/hunks.ts';
import { changesOfItem } from '../files.ts';
import { Refused } from '../refusal.ts';
import type { FileTexts } from './fileTexts.ts';

const mostLines = 40;
/** Characters of a line. */
const longestLine = 500;

/** The lines that a remark is made on; none of a file without text. Refused where there are no such lines in this change. */
export async function quoteOf(
  texts: FileTexts,
  { state, item }: { readonly state: RunState; readonly item: ItemView },
  { path, side, commit, first, last }: Anchor,
): Promise<readonly string[]> {
  if (!commitsOf(state, item)[side].has(commit)) {
    throw new Refused(
      'unknown-commit',
      `${commit.slice(0, 10)} is no ${side} of the change of run ${state.start.run}. Read it again: \`loopwright review ${state.start.run}\`.`,
    );
  }
  const text = await texts.of(commit, path);
  if (text === undefined) throw new Refused('no-file', `There is no file ${path} in the ${side} of this change.`);
  if (text.includes('\0')) return [];
  const lines = linesOf(Buffer.from(text, 'latin1').toString('utf8'));
  if (last < first || last > Math.max(1, lines.length)) {
    throw new Refused('no-lines', `${path} has ${lines.length} lines, so there is no ${first}-${last} to speak about.`);
  }
  return lines.slice(first - 1, Math.min(last, first - 1 + mostLines)).map((line) => line.slice(0, longestLine));
}

/** The commits on each side of every change that the item had. */
function commitsOf(state: RunState, item: ItemView): Readonly<Record<'base' | 'head', ReadonlySet<string>>> {
  const changes = changesOfItem(state, item);
  return { base: new Set(changes.map(({ base }) => base)), head: new Set(changes.map(({ head }) => head)) };
}

/** The newest change of the item that had this head. */
export const changeAt = (state: RunState, item: ItemView, head: string): Change | undefined =>
  changesOfItem(state, item).findLast((change) => change.head === head);
