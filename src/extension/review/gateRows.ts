import { branchName } from '../../model/branchName.ts';
import type { ReviewMarks } from '../../model/reviewMarks.ts';
import type { ReviewOutline } from '../../model/reviewOutline.ts';
import type { RowPress } from '../tree/rowPress.ts';
import { rowContext } from '../viewTable.ts';
import { canAnswer } from './canAnswer.ts';
import type { ChangeAbout } from './changeAbout.ts';
import type { ChangeRow, RowsOf } from './changeRow.ts';
import { deliverWords } from './deliverWords.ts';
import type { ReviewShown } from './openReview.ts';
import { countOf, keptOf, pendingOf, pendingWords } from './pending.ts';
import type { Read } from './reading.ts';

const openGate = { icon: 'unlock', color: 'testing.iconPassed' };
const closedGate = { icon: 'lock', color: 'list.warningForeground' };

/** Where the delivery stands; pressing it goes on from there. */
export function gateRow({ shown, read }: RowsOf): ChangeRow {
  const { gate, of, as, run, item } = shown;
  const words = `${deliverWords[as].name} is ${gate.holds ? 'open' : 'closed'}`;
  const checks = of.iterations.findLast((one) => one.checks.length > 0)?.checks ?? [];
  const press: RowPress | undefined = gate.holds
    ? { command: 'loopwright.land', title: deliverWords[as].button, arguments: [] }
    : gate.canAnswer
      ? { command: 'loopwright.answerPrompt', title: 'Answer the Prompt', arguments: [] }
      : undefined;
  return {
    ...{ id: 'gate', run, item, about: nothing, context: rowContext('gate') },
    label: gate.holds ? deliverLabel(shown, read) : gate.canAnswer ? 'Answer the prompt' : firstUpper(words),
    description: gate.holds || gate.canAnswer ? words : '',
    look: { ...(gate.holds ? openGate : closedGate), words },
    facts: [
      { name: 'Gate', text: `${words}: ${gate.reason}` },
      ...(of.understanding?.overridden === undefined ? [] : [{ name: 'Overridden', text: of.understanding.reason }]),
      ...checks.map((check) => ({ name: `Check ${check.id}`, text: check.passed ? 'passed' : 'failed' })),
    ],
    ...(press && { press }),
  };
}

const nothing: ChangeAbout = { pieces: [] };

/** What pressing the gate does. */
export function deliverLabel({ as, detail }: ReviewShown, { outline, marks }: Read): string {
  const what = outline && marks && marks.decisions.length > 0 ? partWords(outline, marks) : '';
  if (as === 'merge') return `Land ${what}on ${branchName(detail.into)}`;
  return what === '' ? deliverWords[as].button : `${deliverWords[as].button}: ${what.trim()}`;
}

function partWords(outline: ReviewOutline, marks: ReviewMarks): string {
  const { kept, of } = keptOf(outline, marks.decisions);
  return `${kept} of ${of} pieces `;
}

const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is pending, where something is. */
export function sendRow({ run, item, of }: ReviewShown, marks: ReviewMarks | undefined): readonly ChangeRow[] {
  const pending = pendingOf(marks);
  if (countOf(pending) === 0 || !canAnswer(of)) return [];
  const words = pendingWords(pending);
  return [
    {
      ...{ id: 'send', run, item, about: nothing, context: rowContext('send') },
      label: 'Request Changes…',
      description: words,
      look: { icon: 'comment-discussion', words: 'pending' },
      facts: [{ name: 'Pending', text: `${words}; nobody is told of it before it is sent` }],
      press: { command: 'loopwright.requestChanges', title: 'Request Changes…', arguments: [] },
    },
  ];
}
