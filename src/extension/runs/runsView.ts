import { EventEmitter, type TreeDataProvider, TreeItem, TreeItemCollapsibleState, type TreeView, window } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import { commandOf } from '../registerCommands.ts';
import type { ViewId } from '../viewTable.ts';
import type { RunRow } from './row.ts';
import { runRow } from './runRows.ts';
import type { RunStore } from './runStore.ts';
import { countWaiting } from './waitingItems.ts';

const viewId: ViewId = 'loopwright.runs';
const secondMs = 1000;

/** A row as the tree holds it: the same object for the life of the run, so that the selection stays where it is. */
export interface RunNode {
  readonly id: string;
  readonly run: string;
  readonly item?: string;
  readonly step?: string;
  readonly parent?: RunNode;
  row: RunRow;
}

/** The view Runs: rows from the store, at most five updates a second, times that run only while somebody looks. */
export class RunsView implements TreeDataProvider<RunNode> {
  readonly #store: RunStore;
  readonly #readRun: (run: string) => Promise<void>;
  readonly #nodes = new Map<string, RunNode>();
  readonly #changed = new EventEmitter<RunNode | undefined>();
  readonly #unsubscribe: () => void;
  readonly #view: TreeView<RunNode>;
  readonly #nameOf: (run: string) => string | undefined;
  readonly #dirty = new Set<string>();
  readonly #update = coalesced(() => this.#flush());
  #listChanged = true;
  #shown: readonly string[] = [];
  #clock: ReturnType<typeof setInterval> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  /**
   * `readRun` fetches the events of a run that were not read yet; `nameOf` names its repository, where there are several.
   */
  constructor(
    store: RunStore,
    readRun: (run: string) => Promise<void>,
    id: string = viewId,
    nameOf: (run: string) => string | undefined = () => undefined,
  ) {
    this.#nameOf = nameOf;
    this.#store = store;
    this.#readRun = readRun;
    this.#view = window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true });
    this.#view.onDidChangeVisibility(() => this.#watchClock());
    this.#unsubscribe = store.onChange((run) => {
      if (run === undefined) this.#listChanged = true;
      else this.#dirty.add(run);
      this.#update.ask();
    });
  }

  get view(): TreeView<RunNode> {
    return this.#view;
  }

  getTreeItem({ row }: RunNode): TreeItem {
    const item = new TreeItem(row.label, collapsibleState(row));
    item.id = row.id;
    const repository = row.item === undefined && row.step === undefined ? this.#nameOf(row.run) : undefined;
    item.description = repository === undefined ? row.description : `${repository} · ${row.description}`;
    item.iconPath = iconOf(row.look);
    item.tooltip = tooltipOf(row.label, row.facts);
    item.accessibilityInformation = { label: spoken(row.label, item.description, row.facts) };
    if (row.context !== undefined) item.contextValue = row.context;
    if (row.step !== undefined && row.context?.includes('+output')) {
      item.command = commandOf('loopwright.showOutput', 'Show Output', { run: row.run, step: row.step });
    }
    return item;
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (node === undefined) return this.#roots();
    if (node.row.unread) {
      await this.#readRun(node.run);
      node.row = this.#rowOf(node.run) ?? node.row;
    }
    return node.row.children().map((row) => this.#nodeOf(row, node));
  }

  getParent(node: RunNode): RunNode | undefined {
    return node.parent;
  }

  /** Shows a run in the view, opened. */
  async reveal(run: string): Promise<void> {
    const row = this.#rowOf(run);
    if (row !== undefined) await this.#view.reveal(this.#nodeOf(row), { select: true, expand: true });
  }

  dispose(): void {
    clearInterval(this.#clock);
    this.#update.cancel();
    this.#unsubscribe();
    this.#changed.dispose();
    this.#view.dispose();
  }

  #roots(): RunNode[] {
    const roots = this.#store.all().map((entry) => this.#nodeOf(runRow(entry, Date.now())));
    this.#shown = roots.map((root) => root.id);
    return roots;
  }

  #rowOf(run: string): RunRow | undefined {
    const entry = this.#store.get(run);
    return entry === undefined ? undefined : runRow(entry, Date.now());
  }

  #nodeOf(row: RunRow, parent?: RunNode): RunNode {
    const node = this.#nodes.get(row.id);
    if (node === undefined) {
      const { id, run, item, step } = row;
      const optional = { ...(item && { item }), ...(step && { step }), ...(parent && { parent }) };
      const made: RunNode = { id, run, row, ...optional };
      this.#nodes.set(id, made);
      return made;
    }
    node.row = row;
    return node;
  }

  #flush(): void {
    const runs = [...this.#dirty];
    this.#dirty.clear();
    const isNew = runs.some((run) => !this.#shown.includes(run));
    if (this.#listChanged || isNew) this.#changed.fire(undefined);
    else for (const run of runs) this.#refresh(run);
    this.#listChanged = false;
    this.#showBadge();
    this.#watchClock();
  }

  #refresh(run: string): void {
    const row = this.#rowOf(run);
    if (row !== undefined) this.#changed.fire(this.#nodeOf(row));
  }

  #showBadge(): void {
    const waiting = this.#store.all().reduce((sum, entry) => sum + countWaiting(entry), 0);
    const tooltip =
      waiting === 1 ? '1 change or question waits for you' : `${waiting} changes or questions wait for you`;
    this.#view.badge = waiting === 0 ? undefined : { value: waiting, tooltip };
  }

  /** The clock ticks only while a run is live and somebody looks. */
  #watchClock(): void {
    const live = this.#store.all().filter((entry) => entry.summary.status === 'running');
    if (live.length === 0 || !this.#view.visible) {
      clearInterval(this.#clock);
      this.#clock = undefined;
      return;
    }
    this.#clock ??= setInterval(() => this.#tick(), secondMs);
  }

  #tick(): void {
    for (const { summary } of this.#store.all()) if (summary.status === 'running') this.#refresh(summary.id);
  }
}

/** A live run opens by itself: what happens now is what one looks for. */
function collapsibleState(row: RunRow): TreeItemCollapsibleState {
  if (!row.hasChildren && !row.unread) return TreeItemCollapsibleState.None;
  return row.live ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}
