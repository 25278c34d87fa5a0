import { ageWords } from '../age.ts';
import type { EntryTarget } from '../commandTable.ts';
import type { Dialogs } from '../dialogs.ts';
import { actionsOf, type InboxAction, type WindowEntry } from './inboxWords.ts';

export interface EntryChoice {
  /** What there is to choose from, and what the person has selected in the view. */
  readonly all: readonly WindowEntry[];
  readonly selected: readonly WindowEntry[];
  readonly dialogs: Dialogs;
  readonly now: () => number;
}

/**
 * The entries that a command is about: the rows it was given, else those that are selected, else the only one that fits,
 * else the ones picked. Of several, those that do not allow the action are left out.
 */
export async function chooseEntries(
  { all, selected, dialogs, now }: EntryChoice,
  action: InboxAction,
  target: EntryTarget,
  targets: readonly EntryTarget[] = [],
): Promise<readonly WindowEntry[]> {
  const fits = (entry: WindowEntry) => actionsOf(entry).includes(action);
  const given = (targets.length > 0 ? targets : [target]).flatMap((one) => one?.about ?? []);
  const meant = (given.length > 0 ? given : selected).filter(fits);
  if (meant.length > 0) return meant;
  const fitting = given.length > 0 ? [] : all.filter(fits);
  if (fitting.length === 0) dialogs.say('Nothing in the inbox can be done that with.');
  if (fitting.length < 2) return fitting;
  const choices = fitting.map((entry) => ({
    label: entry.title,
    description: `${entry.loop} · ${ageWords(now() - entry.at)}`,
    detail: entry.why,
    value: entry,
  }));
  return dialogs.pickMany('Which entries?', choices);
}
