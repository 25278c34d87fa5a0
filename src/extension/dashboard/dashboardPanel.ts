import { commands, Disposable, ThemeIcon, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Period } from '../../model/periods.ts';
import type { DashboardPage, DashboardSays } from '../../protocol/dashboardView.ts';
import type { CommandId } from '../commandTable.ts';
import type { Unsubscribe } from '../listeners.ts';
import { onSaid } from '../said.ts';
import type { ViewId } from '../viewTable.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';
import { type DashboardRepositories, type DashboardRepository, onNews } from './dashboardRepository.ts';
import { gather } from './gather.ts';
import { Paced } from './paced.ts';
import { saveFile } from './saveFile.ts';

export const viewType = 'loopwright.dashboard';

/** Milliseconds between two looks at the runner. */
const gap = 2000;
const openRun: CommandId = 'loopwright.openRun';
const begin: CommandId = 'loopwright.newFromRecipe';
const focusInbox = `${'loopwright.inbox' satisfies ViewId}.focus`;

const noFolder = 'No folder is open. Open the folder of a git repository first.';

export interface DashboardDeps {
  readonly extension: Uri;
  readonly repositories: DashboardRepositories;
}

/** The editor tab with the dashboard. It asks the runner while it is seen, and never while it is hidden. */
export class DashboardPanel {
  readonly #deps: DashboardDeps;
  readonly #panel: WebviewPanel;
  readonly #subscriptions: Disposable;
  readonly #asks: Paced;
  /** What the page wants to see; undefined until it listens. */
  #looked: { readonly repository: string | undefined; readonly days: Period } | undefined;
  #followed: { readonly id: string; readonly end: Unsubscribe } | undefined;
  #open = true;

  /** @param restored the tab of an earlier window */
  constructor(deps: DashboardDeps, restored?: WebviewPanel) {
    this.#deps = deps;
    this.#panel = restored ?? makePanel(deps.extension);
    this.#panel.iconPath = new ThemeIcon('dashboard');
    this.#panel.webview.options = optionsFor(deps.extension);
    this.#asks = new Paced(
      () => this.#refresh(),
      () => this.#open && this.#panel.visible && this.#looked !== undefined,
      gap,
    );
    this.#subscriptions = Disposable.from(
      this.#panel.onDidDispose(() => this.#closed()),
      onSaid(
        this.#panel.webview,
        ({ dashboardSaysSchema }) => dashboardSaysSchema,
        (said) => void this.#take(said),
      ),
      { dispose: deps.repositories.onChange(() => this.#asks.want()) },
      this.#asks,
    );
    this.#panel.webview.html = webviewPage(this.#panel.webview, deps.extension, 'dashboard', 'Dashboard');
  }

  get isOpen(): boolean {
    return this.#open;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #closed(): void {
    this.#open = false;
    this.#followed?.end();
    this.#subscriptions.dispose();
  }

  async #take(said: DashboardSays): Promise<void> {
    switch (said.say) {
      case 'look':
        this.#looked = { repository: said.repository, days: said.days };
        return this.#asks.wantNow();
      case 'open-run':
        return void (await commands.executeCommand(openRun, { run: said.run }));
      case 'open-inbox':
        return void (await commands.executeCommand(focusInbox));
      case 'begin':
        return void (await commands.executeCommand(begin));
      case 'save-csv':
        return saveFile(this.#folder, said.name, 'csv', new TextEncoder().encode(said.text));
      case 'save-png':
        return saveFile(this.#folder, said.name, 'png', Buffer.from(said.png, 'base64'));
    }
  }

  get #folder(): Uri | undefined {
    const root = this.#shown?.root;
    return root === undefined ? undefined : Uri.file(root);
  }

  /** The repository that was chosen; the first one where it is gone, or none was. */
  get #shown(): DashboardRepository | undefined {
    const all = this.#deps.repositories.all();
    return all.find(({ id }) => id === this.#looked?.repository) ?? all[0];
  }

  async #refresh(): Promise<void> {
    const looked = this.#looked;
    await this.#deps.repositories.ready();
    const shown = this.#shown;
    if (looked === undefined) return;
    if (shown === undefined) return this.#post({ show: 'trouble', message: noFolder, repositories: [] });
    this.#follow(shown);
    const data = await gather(shown.link, looked.days);
    // The person wants to see something else by now, and that is asked for next.
    if (this.#looked !== looked) return;
    const repositories = this.#deps.repositories.all().map(({ id, name }) => ({ key: id, name }));
    const of = { repositories, repository: shown.id };
    this.#post(
      data.ok ? { show: 'data', ...of, data: data.value } : { show: 'trouble', ...of, message: data.error.message },
    );
  }

  #post(page: DashboardPage): void {
    if (this.#open) void this.#panel.webview.postMessage(page);
  }

  #follow(repository: DashboardRepository): void {
    if (this.#followed?.id === repository.id) return;
    this.#followed?.end();
    this.#followed = { id: repository.id, end: onNews(repository, () => this.#asks.want()) };
  }
}

function makePanel(extension: Uri): WebviewPanel {
  return window.createWebviewPanel(viewType, 'Loopwright Dashboard', ViewColumn.Active, optionsFor(extension));
}

const optionsFor = (extension: Uri) => ({ enableScripts: true, localResourceRoots: [viewsFolder(extension)] });
