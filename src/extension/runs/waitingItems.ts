import { window } from 'vscode';
import type { ItemView } from '../../model/runView.ts';
import type { RunTarget } from '../commandTable.ts';
import type { ItemRef } from '../itemRef.ts';
import { withoutIcons } from '../plainText.ts';
import { inWords, itemsNow, whyOf } from './itemsNow.ts';
import type { RunEntry, RunStore } from './runStore.ts';

/** An item that waits for a person. */
export interface WaitingItem extends ItemRef {
  readonly loop: string;
  readonly view: ItemView;
  readonly why: string;
}

/** All that waits in the runs that are read here, the newest run first. */
export const waitingItems = (store: RunStore): readonly WaitingItem[] => store.all().flatMap(waitingOf);

export function waitingOf({ state }: RunEntry): readonly WaitingItem[] {
  if (state === undefined || state.outcome !== undefined) return [];
  const { run, loop } = state.start;
  return itemsNow(state).flatMap((view) =>
    view.status === 'waiting' ? [{ run, item: view.id, loop, view, why: whyOf(state, view) }] : [],
  );
}

/** How many items wait, by the summary alone: of a run that is not read too. */
export function countWaiting({ summary }: RunEntry): number {
  if (summary.finishedAt !== undefined) return 0;
  return summary.waitingCount ?? (summary.status === 'waiting' ? 1 : 0);
}

interface Question {
  readonly fits: (view: ItemView) => boolean;
  readonly ask: string;
  readonly none: string;
}

/** The item that a command is about: the only one that fits what it was given, else the one picked. */
export async function pickWaiting(
  store: RunStore,
  target: RunTarget,
  question: Question,
): Promise<WaitingItem | undefined> {
  const fitting = waitingItems(store).filter((one) => isMeant(one, target) && question.fits(one.view));
  const [only] = fitting;
  if (only === undefined) {
    void window.showInformationMessage(question.none);
    return undefined;
  }
  if (fitting.length === 1) return only;
  const rows = fitting.map((one) => ({
    label: withoutIcons(`${one.loop}${inWords(one.view)}`),
    description: one.run,
    detail: withoutIcons(one.why),
    one,
  }));
  const options = { placeHolder: question.ask, matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(rows, options))?.one;
}

const isMeant = (one: ItemRef, target: RunTarget): boolean =>
  target === undefined || (one.run === target.run && (target.item === undefined || one.item === target.item));
