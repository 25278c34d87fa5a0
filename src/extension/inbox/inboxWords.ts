import type { InboxEntry, InboxKind } from '../../model/inbox.ts';
import type { Look } from '../../model/statusLook.ts';
import type { OfRepository } from '../repositories/askedOfAll.ts';

/** An entry of the inbox of one repository of the window. */
export type WindowEntry = InboxEntry & OfRepository;

export type InboxAction = InboxEntry['actions'][number];

/** What each kind of entry is, and its icon. */
const kinds: { readonly [K in InboxKind]: Pick<Look, 'icon' | 'words'> } = {
  gate: { icon: 'lock', words: 'gate' },
  finding: { icon: 'lightbulb', words: 'finding' },
  question: { icon: 'question', words: 'question' },
  escalation: { icon: 'warning', words: 'stalled or gave up' },
  failure: { icon: 'error', words: 'failure' },
  conflict: { icon: 'git-merge', words: 'not delivered' },
  missed: { icon: 'history', words: 'missed firing' },
  held: { icon: 'circle-slash', words: 'does not start by itself' },
};

/** A change that waits to be read is told apart from a gate that asks before work is begun. */
const changeLook: Pick<Look, 'icon' | 'words'> = { icon: 'diff', words: 'change for you' };

const colors: { readonly [S in InboxEntry['severity']]: string } = {
  critical: 'list.errorForeground',
  high: 'list.warningForeground',
  medium: 'notificationsInfoIcon.foreground',
  low: 'disabledForeground',
};

export function entryLook({ kind, severity, actions }: InboxEntry): Look {
  const look = kind === 'gate' && actions.includes('land') ? changeLook : kinds[kind];
  return { ...look, color: colors[severity] };
}

/** What a person can do, in a sentence's words. */
const actionWords: { readonly [A in InboxAction]: string } = {
  land: 'open its review, where it lands',
  reject: 'reject it with a reason',
  approve: 'approve it',
  continue: 'let it go on, with a word',
  answer: 'answer',
  decide: 'decide: do, not now, never, later',
  enable: 'let the loop start by itself again',
  run: 'run the loop',
  dismiss: 'dismiss it',
  snooze: 'put it off',
};

/** Any entry can be put off, whether its maker thought of it or not. */
export const actionsOf = ({ actions }: InboxEntry): readonly InboxAction[] =>
  actions.includes('snooze') ? actions : [...actions, 'snooze'];

export const actionsText = (entry: InboxEntry): string =>
  actionsOf(entry)
    .map((action) => actionWords[action])
    .join('; ');
