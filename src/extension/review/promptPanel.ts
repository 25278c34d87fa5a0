import { commands, ThemeIcon, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { PromptGate, PromptPage } from '../../protocol/promptView.ts';
import type { CommandId } from '../commandTable.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { RunRequests } from '../repositories/runners.ts';
import { onSaid } from '../said.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';
import { PromptSitting } from './promptSitting.ts';

const viewType = 'loopwright.prompt';
const landCommand: CommandId = 'loopwright.land';
const openDiffCommand: CommandId = 'loopwright.openDiff';

interface PanelDeps {
  readonly extension: Uri;
  readonly link: RunRequests;
  readonly gate: (of: ItemRef) => Promise<PromptGate>;
}

/** The editor tab in which a person answers prompts; one at a time. */
export class PromptPanel {
  readonly #deps: PanelDeps;
  #open: { readonly panel: WebviewPanel; readonly sitting: PromptSitting } | undefined;

  constructor(deps: PanelDeps) {
    this.#deps = deps;
  }

  /** Shows the prompt about an item's change; the same tab again where it is open already. */
  ask(of: ItemRef): void {
    if (this.#open !== undefined && isSameItem(this.#open.sitting.of, of)) {
      this.#open.panel.reveal();
      return;
    }
    this.close();
    const panel = this.#makePanel();
    const sitting = this.#makeSitting(of, panel);
    this.#open = { panel, sitting };
    panel.onDidDispose(() => {
      sitting.cancel();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
    onSaid(
      panel.webview,
      ({ promptSaysSchema }) => promptSaysSchema,
      (said) => void sitting.take(said),
    );
    panel.webview.html = webviewPage(panel.webview, this.#deps.extension, 'prompt', 'Prompt');
    void sitting.next();
  }

  close(): void {
    this.#open?.panel.dispose();
  }

  dispose(): void {
    this.close();
  }

  #makePanel(): WebviewPanel {
    const { extension } = this.#deps;
    const panel = window.createWebviewPanel(viewType, 'Which did it write?', ViewColumn.Active, {
      enableScripts: true,
      enableForms: true,
      localResourceRoots: [viewsFolder(extension)],
    });
    panel.iconPath = new ThemeIcon('comment-discussion');
    return panel;
  }

  #makeSitting(of: ItemRef, panel: WebviewPanel): PromptSitting {
    const { link, gate } = this.#deps;
    return new PromptSitting(of, {
      link,
      gate,
      show: (page: PromptPage) => void panel.webview.postMessage(page),
      openDiff: (change, path) => void commands.executeCommand(openDiffCommand, { ...change, path }),
      land: () => void commands.executeCommand(landCommand),
    });
  }
}
