import {
  Disposable,
  EventEmitter,
  type TreeDataProvider,
  TreeItem,
  TreeItemCheckboxState,
  type TreeView,
  window,
} from 'vscode';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import { commandOf } from '../registerCommands.ts';
import { rowContext, type ViewId } from '../viewTable.ts';
import { type ChangeRow, changeRows } from './changeRows.ts';
import { deliverWords } from './deliverWords.ts';
import type { OpenReview, ReviewShown } from './openReview.ts';
import type { ReviewFiles } from './reviewFiles.ts';
import type { ViewedFiles } from './viewedFiles.ts';

const viewId: ViewId = 'loopwright.change';

/** The view Change: the gate, then the files in risk order, each with a box for "viewed". */
export class ChangeView implements TreeDataProvider<ChangeRow> {
  readonly #review: OpenReview;
  readonly #viewed: ViewedFiles;
  readonly #files: ReviewFiles;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<ChangeRow>;
  readonly #subscriptions: Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(review: OpenReview, viewed: ViewedFiles, files: ReviewFiles) {
    this.#review = review;
    this.#viewed = viewed;
    this.#files = files;
    this.#view = window.createTreeView(viewId, { treeDataProvider: this, manageCheckboxStateManually: true });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#view.onDidChangeCheckboxState(({ items }) => this.#mark(items)),
      { dispose: review.onChange(() => this.#show()) },
      this.#changed,
    );
  }

  getChildren(row?: ChangeRow): ChangeRow[] {
    const shown = this.#review.shown;
    return row === undefined && shown !== undefined ? [...changeRows(shown)] : [];
  }

  getTreeItem(row: ChangeRow): TreeItem {
    const shown = this.#review.shown;
    if (shown === undefined) return new TreeItem(row.label);
    const item = row.kind === 'gate' ? gateItem(row, shown) : this.#fileItem(row, shown);
    item.description = row.description;
    item.tooltip = tooltipOf(row.label, row.facts);
    item.accessibilityInformation = { label: spoken(row.label, row.description, row.facts) };
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #fileItem(row: ChangeRow & { kind: 'file' }, { run, item: of }: ReviewShown): TreeItem {
    const item = new TreeItem(row.label);
    item.id = `${run}/${of}/${row.path}`;
    item.resourceUri = this.#files.uriOf({ run, item: of, side: 'head', path: row.path });
    item.contextValue = rowContext('file');
    item.command = commandOf('loopwright.openDiff', 'Open Changes', { run, item: of, path: row.path });
    const viewed = this.#viewed.has({ run, item: of }, row.file);
    const { Checked, Unchecked } = TreeItemCheckboxState;
    const accessibilityInformation = { label: viewed ? `${row.label}, viewed` : `${row.label}, not viewed yet` };
    const tooltip = viewed ? 'Viewed. Other content clears it.' : 'Mark as viewed';
    item.checkboxState = { state: viewed ? Checked : Unchecked, tooltip, accessibilityInformation };
    return item;
  }

  async #mark(items: readonly (readonly [ChangeRow, TreeItemCheckboxState])[]): Promise<void> {
    const shown = this.#review.shown;
    if (shown === undefined) return;
    for (const [row, state] of items) {
      if (row.kind === 'file') await this.#viewed.set(shown, row.file, state === TreeItemCheckboxState.Checked);
    }
    this.#show();
  }

  #show(): void {
    const shown = this.#review.shown;
    this.#changed.fire(undefined);
    if (shown === undefined) return;
    const viewed = shown.files.filter(({ file }) => this.#viewed.has(shown, file)).length;
    this.#view.description = `${shown.title} · ${viewed} of ${shown.files.length} viewed`;
    const { name } = deliverWords[shown.as];
    this.#view.message = shown.gate.holds
      ? ''
      : `${name.charAt(0).toUpperCase()}${name.slice(1)} is closed. ${shown.gate.reason}`;
  }
}

function gateItem(row: ChangeRow & { kind: 'gate' }, { gate, as }: ReviewShown): TreeItem {
  const item = new TreeItem(row.label);
  item.id = 'gate';
  item.contextValue = rowContext('gate');
  item.iconPath = iconOf(row.look);
  if (gate.holds) item.command = commandOf('loopwright.land', deliverWords[as].button);
  else if (gate.canAnswer) item.command = commandOf('loopwright.answerPrompt', 'Answer the Prompt');
  return item;
}
