import { setTimeout as delay } from 'node:timers/promises';
import { commands, Disposable, ThemeIcon, type Uri, type ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Forecast } from '../../protocol/runner.ts';
import { type RunPage, type RunPageSays, sections } from '../../protocol/runPageView.ts';
import { withoutIcons } from '../plainText.ts';
import type { Runners } from '../repositories/runners.ts';
import type { RunStore } from '../runs/runStore.ts';
import { onSaid } from '../said.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';
import { shortRun } from './headModel.ts';
import { commandOf } from './pageActs.ts';
import { RunPageFeed } from './runPageFeed.ts';

export const viewType = 'loopwright.run';

export interface PanelDeps {
  readonly extension: Uri;
  readonly runners: Runners;
  readonly store: RunStore;
}

/** The command that begins a run from an iteration of another; the view Runs brings it. */
const retryCommand = 'loopwright.retryFrom';

/** The editor tab of one run. */
export class RunPagePanel {
  readonly #panel: WebviewPanel;
  readonly #feed: RunPageFeed;
  readonly #subscriptions: Disposable;
  /** Told where the person is, so that a page beside this one can go there too. */
  readonly #moved: (said: RunPageSays) => void;
  #open = true;

  constructor(
    run: string,
    deps: PanelDeps,
    { panel, moved }: { readonly panel: WebviewPanel; readonly moved: (said: RunPageSays) => void },
  ) {
    this.#panel = panel;
    this.#moved = moved;
    this.#feed = new RunPageFeed(run, {
      runner: deps.runners,
      usual: (of, file) => usualOf(deps.runners, of, file),
      store: deps.store,
      readRun: (of) => deps.runners.read(of),
      post: (page) => this.post(page),
      pause: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
      now: () => Date.now(),
    });
    panel.iconPath = new ThemeIcon('pulse');
    panel.title = titleOf(deps.store, run);
    panel.webview.options = optionsFor(deps.extension);
    this.#subscriptions = Disposable.from(
      panel.onDidDispose(() => this.#closed()),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#feed.hide();
      }),
      onSaid(
        panel.webview,
        ({ runPageSaysSchema }) => runPageSaysSchema,
        (said) => void this.#take(said),
      ),
      {
        dispose: deps.store.onChange((changed) => {
          if (changed === run || changed === undefined) panel.title = titleOf(deps.store, run);
        }),
      },
    );
    panel.webview.html = webviewPage(panel.webview, deps.extension, 'run', 'Run');
  }

  get run(): string {
    return this.#feed.run;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  post(page: RunPage): void {
    if (this.#open) void this.#panel.webview.postMessage(page);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #closed(): void {
    this.#open = false;
    this.#feed.dispose();
    this.#subscriptions.dispose();
  }

  async #take(said: RunPageSays): Promise<void> {
    const { run } = this;
    const { item } = this.#feed.chosen;
    const target = { run, ...(item === undefined ? {} : { item }) };
    if (said.say === 'act') await commands.executeCommand(commandOf(said.act), target);
    else if (said.say === 'retry')
      await commands.executeCommand(retryCommand, { ...target, iteration: said.iteration });
    else await this.#feed.take(said);
    if (said.say === 'place' || said.say === 'choose') this.#moved(said);
  }
}

async function usualOf(runners: Runners, run: string, file: string): Promise<Forecast | undefined> {
  const forecast = await (await runners.of(run))?.link.request('forecast', { file });
  return forecast?.ok === true ? forecast.value : undefined;
}

/** `keep-tests-green · 1a2b3c` */
function titleOf(store: RunStore, run: string): string {
  const loop = store.get(run)?.summary.loop;
  return withoutIcons(loop === undefined ? `Run ${shortRun(run)}` : `${loop} · ${shortRun(run)}`);
}

const optionsFor = (extension: Uri) => ({ enableScripts: true, localResourceRoots: [viewsFolder(extension)] });

export function makePanel(extension: Uri, column: ViewColumn): WebviewPanel {
  return window.createWebviewPanel(viewType, 'Run', column, optionsFor(extension));
}

/** What a page of before the reload says of another page: the sections that were open in it. */
export const openSections = (said: Extract<RunPageSays, { readonly say: 'choose' }>): RunPage => ({
  show: 'sections',
  open: sections.filter((section) => said.open.includes(section)),
});
