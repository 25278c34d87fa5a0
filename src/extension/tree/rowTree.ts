import { EventEmitter, type TreeDataProvider, TreeItem, TreeItemCollapsibleState, type TreeView, window } from 'vscode';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import type { ViewId } from '../viewTable.ts';
import type { TreeRow } from './treeRow.ts';

/** A row as the tree holds it: the same object as long as the row is there, so that the selection stays where it is. */
export interface RowNode<T> {
  readonly id: string;
  readonly parent?: RowNode<T>;
  readonly run?: string;
  readonly item?: string;
  about: T;
  row: TreeRow<T>;
}

export interface RowTreeOptions {
  readonly id: ViewId | `${ViewId}.test`;
  readonly canSelectMany?: boolean;
}

/** A view of rows that are plain data. */
export class RowTree<T> implements TreeDataProvider<RowNode<T>> {
  readonly #rows: () => readonly TreeRow<T>[];
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<RowNode<T>>;
  #nodes: ReadonlyMap<string, RowNode<T>> = new Map();
  #seen = new Map<string, RowNode<T>>();
  /** What flat rows look like, as text. */
  #drawn: string | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /** `rows` is called whenever the top of the tree is shown anew. */
  constructor(rows: () => readonly TreeRow<T>[], { id, canSelectMany = false }: RowTreeOptions) {
    this.#rows = rows;
    this.#view = window.createTreeView(id, { treeDataProvider: this, canSelectMany, showCollapseAll: !canSelectMany });
  }

  get view(): TreeView<RowNode<T>> {
    return this.#view;
  }

  /** What the person has selected. */
  get selected(): readonly T[] {
    return this.#view.selection.map(({ about }) => about);
  }

  /** The rows may be others by now. One that is drawn again under the mouse loses a press, so what is the same is left alone. */
  refresh(): void {
    const rows = this.#rows();
    const drawn = rows.some(({ children }) => children !== undefined) ? undefined : JSON.stringify(rows);
    if (drawn !== undefined && drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#changed.fire(undefined);
  }

  getChildren(node?: RowNode<T>): RowNode<T>[] {
    if (node !== undefined) return (node.row.children?.() ?? []).map((row) => this.#nodeOf(row, node));
    // Nodes of rows that are gone are forgotten with the next look at the top.
    this.#nodes = this.#seen;
    this.#seen = new Map();
    return this.#rows().map((row) => this.#nodeOf(row));
  }

  getTreeItem({ row }: RowNode<T>): TreeItem {
    const item = new TreeItem(row.label, stateOf(row));
    item.id = row.id;
    item.description = row.description;
    item.iconPath = iconOf(row.look);
    item.tooltip = tooltipOf(row.label, row.facts);
    item.accessibilityInformation = { label: spoken(row.label, row.description, row.facts) };
    if (row.context !== undefined) item.contextValue = row.context;
    if (row.press !== undefined) item.command = { ...row.press, arguments: [...row.press.arguments] };
    return item;
  }

  getParent({ parent }: RowNode<T>): RowNode<T> | undefined {
    return parent;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#view.dispose();
  }

  #nodeOf(row: TreeRow<T>, parent?: RowNode<T>): RowNode<T> {
    const { id, run, item, about } = row;
    const known = this.#seen.get(id) ?? this.#nodes.get(id);
    const place = { ...(run !== undefined && { run }), ...(item !== undefined && { item }), ...(parent && { parent }) };
    const node: RowNode<T> = known ?? { id, about, row, ...place };
    node.row = row;
    node.about = about;
    this.#seen.set(id, node);
    return node;
  }
}

function stateOf({ children, isOpen }: TreeRow<unknown>): TreeItemCollapsibleState {
  if (children === undefined) return TreeItemCollapsibleState.None;
  return isOpen === true ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}
