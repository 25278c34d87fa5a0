import {
  DiagnosticSeverity,
  Disposable,
  EventEmitter,
  languages,
  ThemeColor,
  ThemeIcon,
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
import { endWords } from '../runs/runWords.ts';
import { type Look, runLook } from '../runs/statusLook.ts';
import { rowContext, type ViewId } from '../viewTable.ts';
import { problemWords } from './loopFile.ts';
import type { LoopFiles, WorkspaceLoop } from './loopFiles.ts';
import { scheduleFacts, scheduleWords } from './scheduleWords.ts';

const viewId: ViewId = 'loopwright.loops';

/** The view Loops: definitions, their problems, what starts them, and how the last run of each ended. */
export function registerLoopsView(deps: LoopsViewDeps): Disposable {
  const provider = new LoopsView(deps);
  return Disposable.from(provider, window.createTreeView(viewId, { treeDataProvider: provider }));
}

export interface LoopsViewDeps {
  readonly files: LoopFiles;
  readonly store: RunStore;
  readonly schedules: LoopSchedules;
  readonly repositories: Repositories;
}

class LoopsView implements TreeDataProvider<WorkspaceLoop> {
  readonly #files: LoopFiles;
  readonly #store: RunStore;
  readonly #schedules: LoopSchedules;
  readonly #repositories: Repositories;
  readonly #changed = new EventEmitter<undefined>();
  readonly #update = coalesced(() => this.#changed.fire(undefined));
  readonly #unsubscribe: readonly (() => void)[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ files, store, schedules, repositories }: LoopsViewDeps) {
    this.#files = files;
    this.#store = store;
    this.#schedules = schedules;
    this.#repositories = repositories;
    const diagnosed = languages.onDidChangeDiagnostics(() => this.#update.ask());
    this.#unsubscribe = [
      files.onChange(() => this.#update.ask()),
      store.onChange(() => this.#update.ask()),
      schedules.onChange(() => this.#update.ask()),
      () => diagnosed.dispose(),
    ];
  }

  getChildren(loop?: WorkspaceLoop): WorkspaceLoop[] {
    return loop === undefined ? [...this.#files.all()] : [];
  }

  getTreeItem(read: WorkspaceLoop): TreeItem {
    const loop = withLiveProblems(read);
    const repository = this.#repositories.ofUri(loop.uri);
    const last = this.#store.latestOf(loop.name, repository?.id)?.summary;
    const problems = problemWords(loop);
    const result = last === undefined ? 'not run yet' : endWords(last);
    const scheduled = this.#schedules.of(loop);
    const now = Date.now();
    const facts = [
      ...(loop.description === undefined ? [] : [{ name: 'For', text: loop.description }]),
      ...(loop.problem === undefined ? [] : [{ name: 'Problems', text: `${problems}. ${loop.problem}` }]),
      ...(scheduled === undefined ? [] : scheduleFacts(scheduled, now)),
      { name: 'Last run', text: last === undefined ? 'none yet' : last.reason },
      { name: 'File', text: loop.file },
    ];
    const item = new TreeItem(loop.name);
    item.id = loop.uri.toString();
    const starts = scheduled === undefined ? [] : [scheduleWords(scheduled, now)];
    const where = this.#repositories.all().length > 1 && repository ? [repository.name] : [];
    item.description = [...where, ...(problems === '' ? [...starts, result] : [problems])].join(' · ');
    item.iconPath =
      loop.errors > 0 ? problemIcon('error') : loop.warnings > 0 ? problemIcon('warning') : loopIcon(last);
    item.tooltip = tooltipOf(loop.name, facts);
    item.accessibilityInformation = { label: spoken(loop.name, item.description, facts) };
    item.contextValue = rowContext('loop', scheduled === undefined ? [] : [switchOf[scheduled.state]]);
    item.command = commandOf('loopwright.openLoop', 'Open Loop File', loop.uri);
    return item;
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

/** What a person can do about a loop that starts by itself. One that is held is enabled as it is now. */
const switchOf = { on: 'disable', off: 'enable', held: 'enable' } as const;

const problemIcon = (kind: 'error' | 'warning'): ThemeIcon =>
  new ThemeIcon(kind, new ThemeColor(`list.${kind}Foreground`));

const neverRun: Look = { icon: 'sync', words: 'not run yet' };

const loopIcon = (last: { readonly status: keyof typeof runLook } | undefined): ThemeIcon =>
  iconOf(last === undefined ? neverRun : runLook[last.status]);
