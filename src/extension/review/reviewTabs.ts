import { commands, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { ReviewShown } from './openReview.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { reviewPlaceOf, reviewScheme } from './reviewUri.ts';

/** Shows one file of a change: base to the left, head (editable while the run waits) to the right. */
export async function openDiff(files: ReviewFiles, { run, item, title }: ReviewShown, path: string): Promise<void> {
  const [base, head] = bothSides(files, { run, item }, path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  await commands.executeCommand('vscode.diff', base, head, `${name} (base ↔ ${title})`, { preview: true });
}

/** Shows every file of a change in one editor, in risk order. */
export async function openAllChanges(files: ReviewFiles, shown: ReviewShown): Promise<void> {
  const rows = shown.files.map(({ file }) => {
    const [base, head] = bothSides(files, shown, file.path);
    return [head, file.status === 'added' ? undefined : base, file.status === 'deleted' ? undefined : head];
  });
  await commands.executeCommand('vscode.changes', allChangesTitle(shown), rows);
}

function bothSides(files: ReviewFiles, { run, item }: ItemRef, path: string): readonly [base: Uri, head: Uri] {
  return [files.uriOf({ run, item, side: 'base', path }), files.uriOf({ run, item, side: 'head', path })];
}

const allChangesTitle = ({ title }: Pick<ReviewShown, 'title'>): string => `All changes of ${title}`;

/** Closes the editors of a review. One with unsaved edits stays: VS Code asks about it. */
export async function closeReviewTabs(shown: Pick<ReviewShown, 'run' | 'item' | 'title'>): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter((tab) => isOfReview(tab, shown)));
}

/** What the editor of all changes shows is no stable API to ask; its title is ours. */
function isOfReview(tab: Tab, shown: Pick<ReviewShown, 'run' | 'item' | 'title'>): boolean {
  const isOurs = (uri: Uri) => {
    const place = uri.scheme === reviewScheme ? reviewPlaceOf(uri) : undefined;
    return place !== undefined && isSameItem(place, shown);
  };
  if (tab.input instanceof TabInputTextDiff) return isOurs(tab.input.modified);
  if (tab.input instanceof TabInputText) return isOurs(tab.input.uri);
  return tab.label.startsWith(`${allChangesTitle(shown)} (`);
}
