import { commands, Disposable, ThemeIcon, type Uri, type ViewColumn, type WebviewPanel, window } from 'vscode';
import type { EvidenceSays } from '../../protocol/evidenceView.ts';
import type { ItemRef } from '../itemRef.ts';
import { plainLine, withoutIcons } from '../plainText.ts';
import { onSaid } from '../said.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';
import { commandOfAct } from './decisionNow.ts';
import { type EvidenceDeps, EvidenceFeed } from './evidenceFeed.ts';

export const viewType = 'loopwright.evidence';

export interface EvidencePanelDeps extends Omit<EvidenceDeps, 'post'> {
  readonly extension: Uri;
}

/** The editor tab with the evidence of one item. */
export class EvidencePanel {
  readonly #deps: EvidencePanelDeps;
  readonly #panel: WebviewPanel;
  readonly #feed: EvidenceFeed;
  readonly #subscriptions: Disposable;
  #open = true;

  constructor(ref: ItemRef, deps: EvidencePanelDeps, panel: WebviewPanel) {
    this.#deps = deps;
    this.#panel = panel;
    this.#feed = new EvidenceFeed(ref, {
      ...deps,
      post: (page) => {
        if (this.#open) void panel.webview.postMessage(page);
      },
    });
    panel.iconPath = new ThemeIcon('verified');
    panel.title = this.#title;
    panel.webview.options = optionsFor(deps.extension);
    this.#subscriptions = Disposable.from(
      panel.onDidDispose(() => this.#closed()),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#feed.hide();
      }),
      onSaid(
        panel.webview,
        ({ evidenceSaysSchema }) => evidenceSaysSchema,
        (said) => void this.#take(said),
      ),
    );
    panel.webview.html = webviewPage(panel.webview, deps.extension, 'evidence', 'Evidence');
  }

  get ref(): ItemRef {
    return this.#feed.ref;
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
    this.#feed.dispose();
    this.#subscriptions.dispose();
  }

  async #take(said: EvidenceSays): Promise<void> {
    if (said.say === 'ready') {
      await this.#feed.begin();
      this.#panel.title = this.#title;
      return;
    }
    const { run, item } = this.ref;
    const as = this.#deps.store.get(run)?.state?.start.deliver.as;
    const command = as === undefined ? undefined : commandOfAct(said.act, as);
    if (command !== undefined) await commands.executeCommand(command, { run, item });
  }

  /** `Evidence · keep-tests-green` */
  get #title(): string {
    const { run } = this.ref;
    const loop = this.#deps.store.get(run)?.summary.loop;
    return withoutIcons(`Evidence · ${plainLine(loop ?? run, 60)}`);
  }
}

const optionsFor = (extension: Uri) => ({ enableScripts: true, localResourceRoots: [viewsFolder(extension)] });

export function makePanel(extension: Uri, column: ViewColumn): WebviewPanel {
  return window.createWebviewPanel(viewType, 'Evidence', column, optionsFor(extension));
}
