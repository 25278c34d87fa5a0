import { EventEmitter, type TreeDataProvider, TreeItem, TreeItemCollapsibleState, type TreeView, window } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import { commandOf } from '../registerCommands.ts';
import type { ViewId } from '../viewTable.ts';
import { groupRow, type ListRow, moreRow } from './listRows.ts';
import type { OlderRuns } from './olderRuns.ts';
import type { RunRow } from './row.ts';
import { filterWords } from './runFilter.ts';
import { groupRuns } from './runGroups.ts';
import type { RunListChoices } from './runListChoices.ts';
import { runRow } from './runRows.ts';
import type { RunEntry, RunStore } from './runStore.ts';

const viewId: ViewId = 'loopwright.runs';
const secondMs = 1000;
/** Of so many live runs what happens now is shown at once; more would push each other out of sight, and cost the host. */
const mostOpen = 5;

/** A row of a run as the tree holds it: the same object for the life of the run, so that the selection stays where it is. */
export interface RunNode {
  readonly id: string;
  readonly run: string;
  readonly item?: string;
  readonly step?: string;
  readonly iteration?: number;
  /** The row it stands under; of a run that is its group, which may be another later. */
  parent?: RunsNode;
  row: RunRow;
}

/** A row above the runs: a group, or the one that shows older runs. */
export interface ListNode {
  readonly id: string;
  list: ListRow;
}

export type RunsNode = RunNode | ListNode;

export interface RunsViewDeps {
  readonly store: RunStore;
  readonly older: OlderRuns;
  readonly choices: RunListChoices;
  /** Fetches the events of a run that were not read yet. */
  readonly readRun: (run: string) => Promise<void>;
  /** The name of a run's repository, where there are several. */
  readonly nameOf?: (run: string) => string | undefined;
  readonly id?: string;
}

/**
 * The view Runs: groups of runs, rows from the store, at most five updates a second, times that run only while somebody
 * looks. Rows are worked out when their parent is opened, so that what nobody sees costs nothing.
 */
export class RunsView implements TreeDataProvider<RunsNode> {
  readonly #deps: RunsViewDeps;
  readonly #nodes = new Map<string, RunNode>();
  readonly #lists = new Map<string, ListNode>();
  readonly #changed = new EventEmitter<RunsNode[] | undefined>();
  readonly #ends: readonly (() => void)[];
  readonly #view: TreeView<RunsNode>;
  readonly #dirty = new Set<string>();
  readonly #update = coalesced(() => this.#flush());
  /** Rows that are open. One that comes to stand in another group is a new row to VS Code, and opens by this. */
  readonly #open = new Set<string>();
  /** Rows that a person has shut: they do not open by themselves again. */
  readonly #shut = new Set<string>();
  #shape = '';
  #shown: ReadonlySet<string> = new Set();
  /** Live runs that open by themselves. */
  #newest: ReadonlySet<string> = new Set();
  #trouble = '';
  #hasDates = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(deps: RunsViewDeps) {
    this.#deps = deps;
    this.#view = window.createTreeView(deps.id ?? viewId, { treeDataProvider: this, showCollapseAll: true });
    this.#view.onDidChangeVisibility(() => this.#watchClock());
    this.#view.onDidExpandElement(({ element }) => this.#open.add(element.id));
    this.#view.onDidCollapseElement(({ element }) => {
      this.#open.delete(element.id);
      this.#shut.add(element.id);
    });
    this.#ends = [
      deps.store.onChange((run) => {
        if (run !== undefined) this.#dirty.add(run);
        this.#readyDates();
        this.#update.ask();
      }),
      deps.choices.onChange(() => this.#update.ask()),
    ];
    this.#say();
  }

  get view(): TreeView<RunsNode> {
    return this.#view;
  }

  /** Why there is no runner, above the rows; empty where there is one. */
  set trouble(text: string) {
    this.#trouble = text;
    this.#say();
  }

  getTreeItem(node: RunsNode): TreeItem {
    if ('list' in node) return listItem(node.list);
    return runItem(node.row, { isOpen: this.#isOpen(node), repository: this.#placeOf(node) });
  }

  /** What a row says under the mouse is made when the mouse is there: VS Code would take the markdown of every row apart. */
  resolveTreeItem(item: TreeItem, node: RunsNode): TreeItem {
    if (!('list' in node)) item.tooltip = tooltipOf(node.row.label, node.row.facts);
    return item;
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node === undefined) return this.#roots();
    if ('list' in node) return this.#runsOf(node);
    if (node.row.unread) {
      await this.#deps.readRun(node.run);
      node.row = this.#rowOf(node.run) ?? node.row;
    }
    return node.row.children().map((row) => this.#nodeOf(row, node));
  }

  getParent(node: RunsNode): RunsNode | undefined {
    return 'list' in node ? undefined : (node.parent ?? this.#groupOf(node.run));
  }

  /** Shows a run in the view, opened. */
  async reveal(run: string): Promise<void> {
    const row = this.#rowOf(run);
    if (row === undefined) return;
    this.#deps.older.pin(run);
    this.#flush();
    const group = this.#groupOf(run);
    if (group === undefined) return;
    await this.#view.reveal(this.#nodeOf(row, group), { select: true, expand: true });
  }

  dispose(): void {
    clearInterval(this.#clock);
    this.#update.cancel();
    for (const end of this.#ends) end();
    this.#changed.dispose();
    this.#view.dispose();
  }

  /** The first date that is written takes some 20 ms, since it loads the calendars: done when a list has come, before it is looked at. */
  #readyDates(): void {
    if (this.#hasDates) return;
    this.#hasDates = true;
    new Date().toLocaleString();
  }

  /** What happens now is what one looks for. */
  #isOpen({ row, run }: RunNode): boolean {
    if (row.live && this.#newest.has(run) && !this.#shut.has(row.id)) this.#open.add(row.id);
    return this.#open.has(row.id);
  }

  /** Said on the rows of runs alone: what is below them is of the same repository. */
  #placeOf({ id, run }: RunNode): string | undefined {
    return id === run ? this.#deps.nameOf?.(run) : undefined;
  }

  #roots(): ListNode[] {
    const lists = this.#listRows();
    this.#shape = shapeOf(lists);
    this.#shown = new Set(lists.flatMap(({ entries }) => entries.map(({ summary }) => summary.id)));
    this.#newest = new Set(
      this.#live()
        .slice(0, mostOpen)
        .map(({ summary }) => summary.id),
    );
    return lists.map((list) => this.#listOf(list));
  }

  #listRows(): readonly ListRow[] {
    const { older, choices } = this.#deps;
    const groups = groupRuns(older.entries, choices.by, Date.now()).map(groupRow);
    return older.hasMore ? [...groups, moreRow] : groups;
  }

  #listOf(list: ListRow): ListNode {
    const node = this.#lists.get(list.id) ?? { id: list.id, list };
    node.list = list;
    this.#lists.set(list.id, node);
    return node;
  }

  #runsOf(node: ListNode): RunNode[] {
    const now = Date.now();
    return node.list.entries.map(({ summary }) => {
      const entry = this.#deps.store.get(summary.id);
      return this.#nodeOf(runRow(entry ?? { summary }, now), node);
    });
  }

  #groupOf(run: string): ListNode | undefined {
    const list = this.#listRows().find(({ entries }) => entries.some(({ summary }) => summary.id === run));
    return list && this.#listOf(list);
  }

  #rowOf(run: string): RunRow | undefined {
    const entry = this.#deps.store.get(run);
    return entry === undefined ? undefined : runRow(entry, Date.now());
  }

  #nodeOf(row: RunRow, parent?: RunsNode): RunNode {
    const { id, run, item, step, iteration } = row;
    const place = { ...(item && { item }), ...(step && { step }), ...(iteration !== undefined && { iteration }) };
    const node: RunNode = this.#nodes.get(id) ?? { id, run, row, ...place };
    node.row = row;
    if (parent !== undefined) node.parent = parent;
    this.#nodes.set(id, node);
    return node;
  }

  #flush(): void {
    const runs = [...this.#dirty];
    this.#dirty.clear();
    if (shapeOf(this.#listRows()) !== this.#shape) this.#changed.fire(undefined);
    else this.#refresh(runs);
    this.#say();
    this.#watchClock();
  }

  /** All at once: VS Code shows the first change of several that come together, and the others 200 ms later. */
  #refresh(runs: readonly string[]): void {
    // Rows are made of what somebody has seen; the rest is made when it is opened.
    const seen = runs.filter((run) => this.#shown.has(run) && this.#nodes.has(run));
    const rows = seen.flatMap((run) => this.#rowOf(run) ?? []);
    if (rows.length > 0) this.#changed.fire(rows.map((row) => this.#nodeOf(row)));
  }

  #say(): void {
    const message = [this.#trouble, filterWords(this.#deps.choices.filter)].filter((text) => text !== '').join(' ');
    // Setting it anew is a change of the tree to VS Code, whatever it says.
    if (this.#view.message !== message) this.#view.message = message;
  }

  /** The clock ticks only while a run is live and somebody looks. */
  #watchClock(): void {
    if (this.#live().length === 0 || !this.#view.visible) {
      clearInterval(this.#clock);
      this.#clock = undefined;
      return;
    }
    this.#clock ??= setInterval(() => this.#tick(), secondMs);
  }

  #live(): readonly RunEntry[] {
    return this.#deps.older.entries.filter(({ summary }) => summary.status === 'running');
  }

  #tick(): void {
    for (const { summary } of this.#live()) this.#dirty.add(summary.id);
    this.#update.ask();
  }
}

/** Which rows there are above those of what happens in a run: while it is the same, only rows of runs change. */
const shapeOf = (lists: readonly ListRow[]): string =>
  lists.map(({ id, entries }) => `${id}=${entries.map(({ summary }) => summary.id).join()}`).join(';');

interface RunItemLook {
  readonly isOpen: boolean;
  /** The name of its repository, where the window has several. */
  readonly repository: string | undefined;
}

function runItem(row: RunRow, { isOpen, repository }: RunItemLook): TreeItem {
  const item = new TreeItem(row.label, collapsibleState(row, isOpen));
  item.id = row.id;
  item.description = repository === undefined ? row.description : `${repository} · ${row.description}`;
  item.iconPath = iconOf(row.look);
  item.accessibilityInformation = { label: spoken(row.label, item.description, row.facts) };
  if (row.context !== undefined) item.contextValue = row.context;
  if (row.step !== undefined && row.context?.includes('+output')) {
    item.command = commandOf('loopwright.showOutput', 'Show Output', { run: row.run, step: row.step });
  }
  return item;
}

function listItem(list: ListRow): TreeItem {
  const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
  const item = new TreeItem(list.label, list.isMore ? None : list.isOpen ? Expanded : Collapsed);
  item.id = list.id;
  item.description = list.description;
  item.iconPath = iconOf(list.look);
  item.tooltip = '';
  item.accessibilityInformation = { label: spoken(list.label, list.description, []) };
  if (list.isMore) item.command = commandOf('loopwright.showOlderRuns', list.label);
  return item;
}

function collapsibleState(row: RunRow, isOpen: boolean): TreeItemCollapsibleState {
  if (!row.hasChildren && !row.unread) return TreeItemCollapsibleState.None;
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}
