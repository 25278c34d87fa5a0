import { commands, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';
import type { ReviewShown } from './openReview.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { reviewPlaceOf, reviewScheme } from './reviewUri.ts';

/** Shows one file of a change: base to the left, head (editable while the run waits) to the right. */
export async function openDiff(files: ReviewFiles, { run, detail }: ReviewShown, path: string): Promise<void> {
  const [base, head] = [files.uriOf(run, 'base', path), files.uriOf(run, 'head', path)];
  const name = path.slice(path.lastIndexOf('/') + 1);
  await commands.executeCommand('vscode.diff', base, head, `${name} (base ↔ ${detail.loop})`, { preview: true });
}

/** Shows every file of a change in one editor, in risk order. */
export async function openAllChanges(files: ReviewFiles, shown: ReviewShown): Promise<void> {
  const rows = shown.files.map(({ file }) => {
    const [base, head] = [files.uriOf(shown.run, 'base', file.path), files.uriOf(shown.run, 'head', file.path)];
    return [head, file.status === 'added' ? undefined : base, file.status === 'deleted' ? undefined : head];
  });
  await commands.executeCommand('vscode.changes', allChangesTitle(shown), rows);
}

const allChangesTitle = ({ detail }: Pick<ReviewShown, 'detail'>): string => `All changes of ${detail.loop}`;

/** Closes the editors of a review. One with unsaved edits stays: VS Code asks about it. */
export async function closeReviewTabs(shown: Pick<ReviewShown, 'run' | 'detail'>): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter((tab) => isOfReview(tab, shown)));
}

/** What the editor of all changes shows is no stable API to ask; its title is ours. */
function isOfReview(tab: Tab, shown: Pick<ReviewShown, 'run' | 'detail'>): boolean {
  const isOurs = (uri: Uri) => uri.scheme === reviewScheme && reviewPlaceOf(uri)?.run === shown.run;
  if (tab.input instanceof TabInputTextDiff) return isOurs(tab.input.modified);
  if (tab.input instanceof TabInputText) return isOurs(tab.input.uri);
  return tab.label.startsWith(`${allChangesTitle(shown)} (`);
}
