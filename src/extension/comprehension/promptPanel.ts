import { Disposable, ThemeIcon, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { promptTitles } from '../../model/promptTitles.ts';
import type { PromptPage, PromptSays } from '../../protocol/promptView.ts';
import { onSaid } from '../said.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';

const viewType = 'loopwright.prompt';

interface PanelPorts {
  readonly extension: Uri;
  readonly take: (said: PromptSays) => void;
  /** The person closed it, or it was disposed. */
  readonly closed: () => void;
}

/** The editor tab in which prompts are answered; it covers the diff that it is opened over. */
export class PromptPanel {
  readonly #panel: WebviewPanel;

  constructor({ extension, take, closed }: PanelPorts) {
    const panel = window.createWebviewPanel(viewType, 'Prompt', ViewColumn.Active, {
      enableScripts: true,
      enableForms: true,
      localResourceRoots: [viewsFolder(extension)],
    });
    this.#panel = panel;
    panel.iconPath = new ThemeIcon('comment-discussion');
    const saying = onSaid(panel.webview, ({ promptSaysSchema }) => promptSaysSchema, take);
    const ending = panel.onDidDispose(() => {
      Disposable.from(saying, ending).dispose();
      closed();
    });
    panel.webview.html = webviewPage(panel.webview, extension, 'prompt', 'Prompt');
  }

  show(page: PromptPage): void {
    this.#panel.title = page.show === 'question' || page.show === 'graded' ? promptTitles[page.prompt.kind] : 'Prompt';
    void this.#panel.webview.postMessage(page);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
