import { window } from 'vscode';
import type { ItemView } from '../../model/runView.ts';
import type { RunTarget } from '../commandTable.ts';
import type { ItemRef } from '../itemRef.ts';
import { withoutIcons } from '../plainText.ts';
import { inWords } from './itemsNow.ts';
import type { RunStore } from './runStore.ts';
import { type WaitingItem, waitingItems } from './waitingItems.ts';

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
