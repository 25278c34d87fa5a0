import {
  DiagnosticSeverity,
  Disposable,
  EventEmitter,
  languages,
  type TreeDataProvider,
  TreeItem,
  window,
  workspace,
} from 'vscode';
import { coalesced } from '../coalesced.ts';
import { iconOf, spoken, tooltipOf } from '../look.ts';
import { commandOf } from '../registerCommands.ts';
import type { LoopSchedules } from '../repositories/loopSchedules.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { ViewId } from '../viewTable.ts';
import type { LoopFiles, WorkspaceLoop } from './loopFiles.ts';
import type { LoopHealth } from './loopHealth.ts';
import { type LoopRow, loopRow } from './loopRow.ts';

const viewId: ViewId = 'loopwright.loops';
/**
 * So long after the view is there its loops are asked about, in milliseconds: that loads the language client and starts its server,
 * and all our views open together, which are drawn first.
 */
const drawnAfter = 250;

/** The view Loops: definitions, their problems, what starts them, and how the last run of each ended. */
export function registerLoopsView(deps: LoopsViewDeps): Disposable {
  const provider = new LoopsView(deps);
  const view = window.createTreeView(viewId, { treeDataProvider: provider });
  const { files, health, repositories, store } = deps;
  // Only what somebody looks at is asked for, and no runner is started for it. That a list of runs came says that one is there.
  const askHealth = () => {
    if (!view.visible) return;
    void health.look(files.all().map(({ name, uri }) => ({ loop: name, repository: repositories.ofUri(uri)?.id })));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (!view.visible) return;
    timer = setTimeout(() => {
      void files.look();
      askHealth();
    }, drawnAfter);
  };
  look();
  const ends = [
    files.onChange(askHealth),
    store.onChange((run) => run === undefined && askHealth()),
    () => clearTimeout(timer),
  ];
  return Disposable.from(provider, view, view.onDidChangeVisibility(look), ...ends.map((dispose) => ({ dispose })));
}

export interface LoopsViewDeps {
  readonly files: LoopFiles;
  readonly store: RunStore;
  readonly schedules: LoopSchedules;
  readonly repositories: Repositories;
  readonly health: LoopHealth;
}

class LoopsView implements TreeDataProvider<WorkspaceLoop> {
  readonly #files: LoopFiles;
  readonly #schedules: LoopSchedules;
  readonly #repositories: Repositories;
  readonly #health: LoopHealth;
  readonly #changed = new EventEmitter<WorkspaceLoop[] | undefined>();
  readonly #update = coalesced(() => this.#redraw());
  readonly #unsubscribe: readonly (() => void)[];
  /** What each row looked like, as text. */
  #drawn: ReadonlyMap<WorkspaceLoop, string> = new Map();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ files, store, schedules, repositories, health }: LoopsViewDeps) {
    this.#files = files;
    this.#health = health;
    this.#schedules = schedules;
    this.#repositories = repositories;
    const diagnosed = languages.onDidChangeDiagnostics(() => this.#update.ask());
    this.#unsubscribe = [
      files.onChange(() => this.#update.ask()),
      store.onChange(() => this.#update.ask()),
      schedules.onChange(() => this.#update.ask()),
      health.onChange(() => this.#update.ask()),
      () => diagnosed.dispose(),
    ];
  }

  getChildren(loop?: WorkspaceLoop): WorkspaceLoop[] {
    return loop === undefined ? [...this.#files.all()] : [];
  }

  getTreeItem(loop: WorkspaceLoop): TreeItem {
    const { row, where } = this.#rowOf(loop);
    const item = new TreeItem(loop.name);
    item.id = loop.uri.toString();
    item.description = where === undefined ? row.description : `${where} · ${row.description}`;
    item.iconPath = iconOf(row.look);
    item.tooltip = tooltipOf(loop.name, row.facts);
    item.accessibilityInformation = { label: spoken(loop.name, item.description, row.facts) };
    item.contextValue = row.context;
    item.command = commandOf('loopwright.openLoop', 'Open Loop File', loop.uri);
    return item;
  }

  /** A row of VS Code that is drawn again under the mouse loses a press, so only those that changed are: runs say much that none shows. */
  #redraw(): void {
    const loops = this.#files.all();
    const drawn = new Map(loops.map((loop) => [loop, JSON.stringify(this.#rowOf(loop))]));
    const changed = loops.filter((loop) => drawn.get(loop) !== this.#drawn.get(loop));
    const areTheSame = loops.length === this.#drawn.size && loops.every((loop) => this.#drawn.has(loop));
    this.#drawn = drawn;
    if (!areTheSame) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed);
  }

  #rowOf(read: WorkspaceLoop): { readonly row: LoopRow; readonly where?: string } {
    const loop = withLiveProblems(read);
    const repository = this.#repositories.ofUri(loop.uri);
    const last = this.#health.lastOf(loop.name, repository?.id);
    const scheduled = this.#schedules.of(loop);
    const ends = this.#health.endsOf(loop.name, repository?.id);
    const row = loopRow({ loop, ends, ...(last && { last }), ...(scheduled && { scheduled }) }, Date.now());
    return this.#repositories.all().length > 1 && repository !== undefined ? { row, where: repository.name } : { row };
  }

  dispose(): void {
    this.#update.cancel();
    for (const end of this.#unsubscribe) end();
    this.#changed.dispose();
  }
}

/** What the language server says of a file that is open is newer than what was read from disk. */
function withLiveProblems(loop: WorkspaceLoop): WorkspaceLoop {
  const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === loop.uri.toString());
  if (!isOpen) return loop;
  const found = languages.getDiagnostics(loop.uri);
  const errors = found.filter(({ severity }) => severity === DiagnosticSeverity.Error);
  const warnings = found.filter(({ severity }) => severity === DiagnosticSeverity.Warning);
  const { problem: _read, ...rest } = loop;
  const [first = warnings[0]] = errors;
  const counts = { errors: errors.length, warnings: warnings.length };
  return { ...rest, ...counts, ...(first === undefined ? {} : { problem: first.message }) };
}
