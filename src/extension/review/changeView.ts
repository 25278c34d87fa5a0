import {
  Disposable,
  EventEmitter,
  type TreeDataProvider,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  type TreeView,
  type Uri,
  window,
} from 'vscode';
import { coalesced } from '../coalesced.ts';
import type { ItemRef } from '../itemRef.ts';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import type { ViewId } from '../viewTable.ts';
import type { ChangeAbout } from './changeAbout.ts';
import type { ChangeRow } from './changeRow.ts';
import { lookOf, redrawn } from './redrawn.ts';
import type { ReviewPlace } from './reviewUri.ts';

const viewId: ViewId = 'loopwright.change';

/** A row as the tree holds it: the same object as long as the row is there. */
export interface ChangeNode extends ItemRef {
  readonly id: string;
  readonly parent: ChangeNode | undefined;
  row: ChangeRow;
  about: ChangeAbout;
  look: string;
  below?: readonly string[];
}

/** What stands above the rows. */
export interface ChangeHead {
  readonly description: string;
  readonly message: string;
  /** Remarks and pieces that are pending. */
  readonly pending: number;
}

export interface ChangeViewPorts {
  readonly rows: () => readonly ChangeRow[];
  readonly head: () => ChangeHead;
  /** Reads the lines that the rows below a row are called by. */
  readonly readLines: (path: string) => Promise<void>;
  readonly uriOf: (place: ReviewPlace) => Uri;
  readonly viewed: (rows: readonly ChangeRow[], on: boolean) => Promise<void>;
}

/** The view Change. A row is drawn anew when it looks different, and no row that nobody has opened is worked out. */
export class ChangeView implements TreeDataProvider<ChangeNode> {
  readonly #ports: ChangeViewPorts;
  readonly #changed = new EventEmitter<ChangeNode[] | undefined>();
  readonly #view: TreeView<ChangeNode>;
  readonly #subscriptions: Disposable;
  readonly #update = coalesced(() => this.#show());
  readonly #nodes = new Map<string, ChangeNode>();
  #top: readonly string[] | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(ports: ChangeViewPorts) {
    this.#ports = ports;
    this.#view = window.createTreeView(viewId, {
      treeDataProvider: this,
      manageCheckboxStateManually: true,
      showCollapseAll: true,
    });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#view.onDidChangeCheckboxState(({ items }) => void this.#mark(items)),
      { dispose: this.#update.cancel },
      this.#changed,
    );
  }

  /** The rows may be others by now. */
  refresh(): void {
    this.#update.ask();
  }

  /** Selects the row of a unit, where it can be seen. */
  async reveal(unit: string): Promise<void> {
    const node = this.#view.visible ? this.#nodeOfUnit(unit) : undefined;
    // A tree that is being drawn anew may not know the row yet: then it is selected with the next unit.
    if (node !== undefined) await Promise.resolve(this.#view.reveal(node, { select: true })).catch(() => undefined);
  }

  async getChildren(node?: ChangeNode): Promise<ChangeNode[]> {
    if (node?.row.needsLines === true && node.about.path !== undefined) await this.#ports.readLines(node.about.path);
    const rows = node === undefined ? this.#ports.rows() : (node.row.children?.() ?? []);
    const ids = rows.map(({ id }) => id);
    if (node === undefined) this.#beginAnew(ids);
    else node.below = ids;
    return rows.map((row) => this.#nodeOf(row, node));
  }

  getTreeItem({ row }: ChangeNode): TreeItem {
    const item = new TreeItem(row.label, stateOf(row));
    // An item of another run has rows of its own.
    item.id = `${row.run}/${row.item}/${row.id}`;
    item.description = row.description;
    item.contextValue = row.context;
    item.tooltip = tooltipOf(row.label, row.facts);
    item.accessibilityInformation = { label: spoken(row.label, row.description, row.facts) };
    if (row.look !== undefined) item.iconPath = iconOf(row.look);
    const { run, item: of, file } = row;
    if (file !== undefined) item.resourceUri = this.#ports.uriOf({ run, item: of, side: 'head', path: file.path });
    if (row.press !== undefined) item.command = { ...row.press, arguments: [...row.press.arguments] };
    if (row.box !== undefined) item.checkboxState = boxOf(row.label, row.box.isViewed);
    return item;
  }

  getParent({ parent }: ChangeNode): ChangeNode | undefined {
    return parent;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #beginAnew(top: readonly string[]): void {
    this.#top = top;
    const kept = new Set(top);
    for (const node of [...this.#nodes.values()]) if (!kept.has(topOf(node).id)) this.#nodes.delete(node.id);
  }

  #nodeOf(row: ChangeRow, parent?: ChangeNode): ChangeNode {
    const node = this.#nodeAt(row, parent);
    node.row = row;
    node.about = row.about;
    node.look = lookOf(row);
    return node;
  }

  /** The node of a row as it was drawn; a new one where it was not. */
  #nodeAt(row: ChangeRow, parent?: ChangeNode): ChangeNode {
    const { id, run, item, about } = row;
    const known = this.#nodes.get(id);
    if (known !== undefined && known.parent === parent && known.run === run && known.item === item) return known;
    const node: ChangeNode = { id, run, item, parent, row, about, look: lookOf(row) };
    this.#nodes.set(id, node);
    return node;
  }

  /** Above a row of a unit stands its file, and above a file that is folded away its fold. */
  #nodeOfUnit(unit: string): ChangeNode | undefined {
    const find = (rows: readonly ChangeRow[], parent?: ChangeNode): ChangeNode | undefined => {
      for (const row of rows) {
        if (row.about.unit === unit && (row.children === undefined || row.id.startsWith('unit/'))) {
          return this.#nodeAt(row, parent);
        }
        const isAbove = row.file !== undefined ? unit.startsWith(`${row.file.path}#`) : row.id.startsWith('fold/');
        const found = isAbove ? find(row.children?.() ?? [], this.#nodeAt(row, parent)) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return find(this.#ports.rows());
  }

  async #mark(items: readonly (readonly [ChangeNode, TreeItemCheckboxState])[]): Promise<void> {
    for (const state of [TreeItemCheckboxState.Checked, TreeItemCheckboxState.Unchecked]) {
      const rows = items.filter(([, now]) => now === state).map(([{ row }]) => row);
      if (rows.length > 0) await this.#ports.viewed(rows, state === TreeItemCheckboxState.Checked);
    }
    // A press that was refused is shown as it was.
    for (const [node] of items) node.look = '';
    this.#show();
  }

  #show(): void {
    const { description, message, pending } = this.#ports.head();
    this.#view.description = description;
    this.#view.message = message;
    this.#view.badge = pending === 0 ? undefined : { value: pending, tooltip: `${pending} pending in the review` };
    const rows = this.#ports.rows();
    const changed = this.#top === undefined ? undefined : redrawn(this.#nodes, this.#top, rows);
    if (changed === undefined) {
      this.#changed.fire(undefined);
      return;
    }
    this.#renew(rows);
    const nodes = changed.flatMap((id) => this.#nodes.get(id) ?? []);
    if (nodes.length > 0) this.#changed.fire(nodes);
  }

  /** Gives every row that is drawn what it is now, so that an act on it is about that. */
  #renew(rows: readonly ChangeRow[], parent?: ChangeNode): void {
    for (const row of rows) {
      const below = this.#nodes.get(row.id)?.below;
      if (!this.#nodes.has(row.id)) continue;
      const node = this.#nodeOf(row, parent);
      if (below !== undefined) this.#renew(row.children?.() ?? [], node);
    }
  }
}

const topOf = (node: ChangeNode): ChangeNode => (node.parent === undefined ? node : topOf(node.parent));

function stateOf({ children, isOpen }: ChangeRow): TreeItemCollapsibleState {
  if (children === undefined) return TreeItemCollapsibleState.None;
  return isOpen === true ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function boxOf(label: string, isViewed: boolean): NonNullable<TreeItem['checkboxState']> & object {
  const { Checked, Unchecked } = TreeItemCheckboxState;
  return {
    state: isViewed ? Checked : Unchecked,
    tooltip: isViewed ? 'Viewed. Other content clears it.' : 'Mark as viewed',
    accessibilityInformation: { label: isViewed ? `${label}, viewed` : `${label}, not viewed yet` },
  };
}
