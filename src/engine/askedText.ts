import type { RequestChanges } from '../model/person.ts';
import type { AskedRemark, TakenOut } from '../model/reviewMarks.ts';
import { fenced, inertLine, inertText } from './inert.ts';

/** Characters of what is told. What was said is never cut: `requestChanges` refuses what is too much. */
const limits = { name: 200, path: 400, quote: 4000, said: 8192, patch: 4000 };

/**
 * What a person asks of the next iteration, in the words that maker and checker are told: each remark with its place, the
 * lines and what was said; what was taken out, and why; the note. The lines stand between fences that they cannot close.
 */
export function askedText({ remarks, takenOut, note, by }: Omit<RequestChanges, 'kind' | 'head'>): string {
  const parts = [
    `${inertLine(by.name, limits.name)} has read the change and asks for more.`,
    ...remarks.map((remark, index) => `${index + 1}. ${remarkText(remark)}`),
    takenOutText(takenOut),
    note === undefined || note.trim() === '' ? '' : `Of the change as a whole: ${inertText(note, limits.said)}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function remarkText({ anchor, quote, said }: AskedRemark): string {
  const { path, side, first, last } = anchor;
  const lines = first === last ? `${first}` : `${first}-${last}`;
  const where = `${inertLine(path, limits.path)}:${lines}${side === 'base' ? ' (as it was before the change)' : ''}`;
  const quoted = quote.length === 0 ? '' : `\n${fenced(quote.join('\n'), limits.quote)}`;
  return `${where}${quoted}\n${said.map((text) => `What was said: ${inertText(text, limits.said)}`).join('\n')}`;
}

/** Empty where nothing was. */
function takenOutText(takenOut: readonly TakenOut[]): string {
  if (takenOut.length === 0) return '';
  const title =
    'These parts of the change were taken out, and are not in the files any more. Do not put them back as they were.';
  return [title, ...takenOut.map(onePart)].join('\n\n');
}

function onePart({ path, patch, why }: TakenOut): string {
  const reason = why === undefined ? '' : `: ${inertText(why, limits.said)}`;
  return `${inertLine(path, limits.path)}${reason}${patch === '' ? '' : `\n${fenced(patch, limits.patch)}`}`;
}

/** What the next runs of the loop are to know of it, without names; what was taken out without a reason teaches nothing. */
export function lessonsOf({
  remarks = [],
  takenOut = [],
  note,
  rejected,
}: {
  readonly remarks?: readonly AskedRemark[] | undefined;
  readonly takenOut?: readonly TakenOut[] | undefined;
  /** Said of a change as a whole that was sent back. */
  readonly note?: string | undefined;
  /** Why a change was rejected. */
  readonly rejected?: string | undefined;
}): readonly string[] {
  const undone = takenOut.flatMap(({ path, why }) =>
    why === undefined ? [] : [`People undid a part of a change of ${path}: ${why}`],
  );
  const asked = remarks.map(({ anchor, said }) => `People asked for a change of ${anchor.path}: ${said.join(' ')}`);
  const whole = [
    ...(note === undefined || note.trim() === '' ? [] : [`People sent a change back: ${note}`]),
    ...(rejected === undefined ? [] : [`People rejected a change: ${rejected}`]),
  ];
  return [...new Set([...undone, ...asked, ...whole])].map((lesson) => inertLine(lesson, longestLesson));
}

const longestLesson = 500;
