import { workspace } from 'vscode';
import type { Dialogs } from '../dialogs.ts';
import { isSameItem } from '../itemRef.ts';
import { canAnswer } from './canAnswer.ts';
import { placeOf } from './cursorAt.ts';
import type { ReviewShown } from './openReview.ts';

/** Whether the item waits for somebody's word, and nothing of it stands unsaved in this window. */
export async function isReady(
  { dialogs }: { readonly dialogs: Dialogs },
  shown: ReviewShown,
  not: string,
): Promise<boolean> {
  if (!canAnswer(shown.of)) {
    dialogs.say(`${not} ${shown.gate.reason}`);
    return false;
  }
  const unsaved = workspace.textDocuments.filter((document) => {
    const place = document.isDirty ? placeOf(document.uri) : undefined;
    return place !== undefined && isSameItem(place, shown);
  });
  if (unsaved.length === 0) return true;
  const what = unsaved.length === 1 ? 'One file' : `${unsaved.length} files`;
  const detail =
    'A saved edit becomes part of the change, and its checks run again. Do this once more when they are done.';
  if (
    !(await dialogs.isSure(`${what} of the review ${unsaved.length === 1 ? 'is' : 'are'} not saved.`, detail, 'Save'))
  )
    return false;
  for (const document of unsaved) await document.save();
  return false;
}
