import { commands, Range, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';
import type { FileChange } from '../../model/change.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { ReviewShown } from './openReview.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import { reviewPlaceOf, reviewScheme } from './reviewUri.ts';

/** Shows one file of a change: base to the left, head (editable while the run waits) to the right; at a line of the head, from 1. */
export async function openDiff(
  files: ReviewFiles,
  { run, item, title }: ReviewShown,
  path: string,
  line?: number,
): Promise<void> {
  const [base, head] = bothSides(files, { run, item }, path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const at = line === undefined ? {} : { selection: new Range(line - 1, 0, line - 1, 0) };
  await commands.executeCommand('vscode.diff', base, head, `${name} (base ↔ ${title})`, { preview: true, ...at });
}

type ShownFile = Pick<FileChange, 'path' | 'status'>;

/** Shows every file of a change in one editor, in the order given. */
export async function openAllChanges(
  files: ReviewFiles,
  shown: ReviewShown,
  inOrder: readonly ShownFile[],
): Promise<void> {
  const rows = inOrder.map(({ path, status }) => {
    const [base, head] = bothSides(files, shown, path);
    return [head, status === 'added' ? undefined : base, status === 'deleted' ? undefined : head];
  });
  await commands.executeCommand('vscode.changes', allChangesTitle(shown), rows);
}

/** Shows files of the head as they were at an earlier one beside what they are now. */
export async function openSince(
  files: ReviewFiles,
  shown: ReviewShown,
  at: string,
  paths: readonly string[],
): Promise<void> {
  const { run, item } = shown;
  const rows = paths.map((path) => {
    const now = files.uriOf({ run, item, side: 'head', path });
    return [now, files.uriOf({ run, item, side: 'head', path, at }), now];
  });
  await commands.executeCommand('vscode.changes', sinceTitle(shown), rows);
}

function bothSides(files: ReviewFiles, { run, item }: ItemRef, path: string): readonly [base: Uri, head: Uri] {
  return [files.uriOf({ run, item, side: 'base', path }), files.uriOf({ run, item, side: 'head', path })];
}

type Named = Pick<ReviewShown, 'title'>;

const allChangesTitle = ({ title }: Named): string => `All changes of ${title}`;
const sinceTitle = ({ title }: Named): string => `Changes since I last looked at ${title}`;

/** Closes the editors of a review. One with unsaved edits stays: VS Code asks about it. */
export async function closeReviewTabs(shown: Pick<ReviewShown, 'run' | 'item' | 'title'>): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter((tab) => isOfReview(tab, shown)));
}

/** What the editor of several changes shows is no stable API to ask; its title is ours. */
function isOfReview(tab: Tab, shown: Pick<ReviewShown, 'run' | 'item' | 'title'>): boolean {
  const isOurs = (uri: Uri) => {
    const place = uri.scheme === reviewScheme ? reviewPlaceOf(uri) : undefined;
    return place !== undefined && isSameItem(place, shown);
  };
  if (tab.input instanceof TabInputTextDiff) return isOurs(tab.input.modified);
  if (tab.input instanceof TabInputText) return isOurs(tab.input.uri);
  return [allChangesTitle(shown), sinceTitle(shown)].some((title) => tab.label.startsWith(`${title} (`));
}
