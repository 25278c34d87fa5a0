import type { InboxEntry } from '../../model/inbox.ts';
import { onlyItem } from '../../model/lane.ts';
import { ageWords } from '../age.ts';
import { plainLine } from '../plainText.ts';
import { factOf } from '../runs/row.ts';
import type { RowPress } from '../tree/rowPress.ts';
import type { TreeRow } from '../tree/treeRow.ts';
import { type Ability, rowContext } from '../viewTable.ts';
import { actionsOf, actionsText, entryLook, type InboxAction, type WindowEntry } from './inboxWords.ts';

const mostTitle = 160;

const severities = ['critical', 'high', 'medium', 'low'];
const rankOf = ({ severity }: InboxEntry): number => severities.indexOf(severity);

/**
 * The rows of the view Inbox, the most urgent first: in the order of the runner, which those of several repositories keep
 * among entries of one severity. `now` is epoch milliseconds.
 */
export const inboxRows = (entries: readonly WindowEntry[], now: number): readonly TreeRow<WindowEntry>[] =>
  entries.toSorted((a, b) => rankOf(a) - rankOf(b)).map((entry) => inboxRow(entry, now));

function inboxRow(entry: WindowEntry, now: number): TreeRow<WindowEntry> {
  const { id, loop, run, item, why, at, severity, repository, repositoryName } = entry;
  const look = entryLook(entry);
  const urgency = severity === 'critical' || severity === 'high' ? [severity] : [];
  const label = labelOf(entry) || look.words;
  // A title that begins with the loop has said which one.
  const ofLoop = label.startsWith(loop) ? [] : [plainLine(loop, 60)];
  const where = repositoryName === undefined ? [] : [repositoryName];
  return {
    id: repositoryName === undefined ? id : `${repository} ${id}`,
    label,
    description: [...urgency, ...where, ...ofLoop, ageWords(now - at)].join(' · '),
    look,
    context: rowContext('entry', abilitiesOf(entry)),
    facts: [
      { name: 'Why', text: why },
      { name: 'What you can do', text: actionsText(entry) },
      { name: 'Kind', text: `${look.words}, severity ${severity}` },
      { name: 'Loop', text: loop },
      ...factOf('Item', item === onlyItem ? undefined : item),
      { name: 'Since', text: new Date(at).toLocaleString() },
      ...factOf('Run', run),
    ],
    about: entry,
    ...(run !== undefined && { run }),
    ...(item !== undefined && { item }),
    press: pressOf(entry),
  };
}

/** Its title; where that names loop and item, the item comes first: the loop stands behind it. */
const labelOf = ({ title, loop }: InboxEntry): string =>
  plainLine(title.startsWith(`${loop}: `) ? title.slice(loop.length + 2) : title, mostTitle);

/** A change is read before it lands. */
const abilityOf: { readonly [A in InboxAction]: Ability } = {
  land: 'review',
  reject: 'reject',
  approve: 'approve',
  continue: 'continue',
  answer: 'answer',
  decide: 'decide',
  enable: 'enable',
  run: 'run',
  dismiss: 'dismiss',
  snooze: 'snooze',
};

function abilitiesOf(entry: InboxEntry): readonly Ability[] {
  const acts = actionsOf(entry).map((action) => abilityOf[action]);
  return entry.run === undefined ? acts : [...acts, 'reveal'];
}

/** To look at it costs nothing and changes nothing; what acts has a button of its own. */
function pressOf(entry: WindowEntry): RowPress {
  const { actions, run, item } = entry;
  if (run === undefined)
    return { command: 'loopwright.openEntryLoop', title: 'Open Loop File', arguments: [{ about: entry }] };
  const target = { run, ...(item !== undefined && { item }) };
  return actions.includes('land')
    ? { command: 'loopwright.openReview', title: 'Open Review', arguments: [target] }
    : { command: 'loopwright.revealRun', title: 'Show Run', arguments: [target] };
}

/** The number on the icon of the container, and what it counts. */
export const badgeOf = (count: number): { readonly value: number; readonly tooltip: string } | undefined =>
  count === 0
    ? undefined
    : { value: count, tooltip: count === 1 ? '1 thing waits for you' : `${count} things wait for you` };
