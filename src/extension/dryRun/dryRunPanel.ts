import {
  Disposable,
  Range,
  type TextDocument,
  ThemeIcon,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { DryRunReply } from '../../model/dryRunReply.ts';
import { type DryRunParams, dryRunMethod } from '../../model/dryRunRequest.ts';
import type { Likely } from '../../model/likely.ts';
import type { DryRunPage, DryRunSays } from '../../protocol/dryRunView.ts';
import type { LanguageService } from '../languageClient.ts';
import { loopNameOf } from '../loops/loopFile.ts';
import { onSaid } from '../said.ts';
import { viewsFolder, webviewPage } from '../webviewPage.ts';

export const viewType = 'loopwright.dryRun';

/** The title of a loop's panel. */
export const titleOf = (loop: string): string => `Dry run: ${loop}`;

export interface PanelDeps {
  readonly extension: Uri;
  readonly language: Pick<LanguageService, 'request'>;
  /** What earlier runs used; undefined where nobody can be asked. */
  readonly likely: (loop: Uri) => Promise<Likely | undefined>;
}

/** Milliseconds without an edit after which the panel follows the text. */
const quiet = 250;

/** The editor tab with the life of a run, beside the loop's text, which it follows. */
export class DryRunPanel {
  readonly #deps: PanelDeps;
  readonly #panel: WebviewPanel;
  readonly #subscriptions: Disposable;
  #loop: Uri | undefined;
  #likely: Likely | undefined;
  #shown = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts requests: only the answer to the newest is shown. */
  #asked = 0;
  #open = true;

  /** @param restored the tab of an earlier window */
  constructor(deps: PanelDeps, restored?: WebviewPanel) {
    this.#deps = deps;
    this.#panel = restored ?? makePanel(deps.extension);
    this.#panel.iconPath = new ThemeIcon('beaker');
    this.#panel.webview.options = optionsFor(deps.extension);
    this.#subscriptions = Disposable.from(
      this.#panel.onDidDispose(() => this.#closed()),
      onSaid(
        this.#panel.webview,
        ({ dryRunSaysSchema }) => dryRunSaysSchema,
        (said) => void this.#take(said),
      ),
      workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
    );
    this.#panel.webview.html = webviewPage(this.#panel.webview, deps.extension, 'dryRun', 'Dry run');
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Shows the dry run of a loop, in place of the one before. */
  async show(loop: Uri): Promise<void> {
    if (this.#loop?.toString() !== loop.toString()) this.#shown = 0;
    this.#loop = loop;
    this.#panel.title = titleOf(loopNameOf(loop.path));
    this.#panel.reveal(undefined, true);
    this.#likely = await this.#deps.likely(loop);
    await this.#refresh();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #closed(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #changed({ uri }: TextDocument): void {
    if (uri.toString() !== this.#loop?.toString()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), quiet);
  }

  async #take(said: DryRunSays): Promise<void> {
    if (said.say === 'go') return this.#go(said.line, said.focus);
    if (said.say === 'item') this.#shown = said.shown;
    return this.#refresh();
  }

  async #refresh(): Promise<void> {
    const loop = this.#loop;
    if (loop === undefined) return;
    this.#asked += 1;
    const number = this.#asked;
    const page = await this.#page(loop);
    if (this.#open && number === this.#asked) void this.#panel.webview.postMessage(page);
  }

  async #page(loop: Uri): Promise<DryRunPage> {
    try {
      // The server answers of documents that are open, in an editor or not.
      await workspace.openTextDocument(loop);
      const params: DryRunParams = {
        textDocument: { uri: loop.toString() },
        shown: this.#shown,
        ...(this.#likely === undefined ? {} : { likely: this.#likely }),
      };
      const { dryRunReplySchema } = await import('../incoming.ts');
      const reply = dryRunReplySchema.nullable().parse(await this.#deps.language.request(dryRunMethod, params));
      return pageOf(reply, loopNameOf(loop.path));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { show: 'trouble', message: `${why} Open the loop file and try again.` };
    }
  }

  async #go(line: number, focus: boolean): Promise<void> {
    if (this.#loop === undefined) return;
    const document = await workspace.openTextDocument(this.#loop);
    const open = window.visibleTextEditors.find((editor) => editor.document === document);
    const written = document.lineAt(Math.min(line - 1, document.lineCount - 1));
    const start = written.firstNonWhitespaceCharacterIndex;
    await window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? ViewColumn.One,
      preserveFocus: !focus,
      selection: new Range(written.lineNumber, start, written.lineNumber, written.range.end.character),
    });
  }
}

function makePanel(extension: Uri): WebviewPanel {
  const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  return window.createWebviewPanel(viewType, 'Dry run', where, optionsFor(extension));
}

const optionsFor = (extension: Uri) => ({ enableScripts: true, localResourceRoots: [viewsFolder(extension)] });

function pageOf(reply: DryRunReply | null, loop: string): DryRunPage {
  if (reply === null) return { show: 'trouble', message: 'The loop file is not open. Open it and try again.' };
  if (reply.is === 'dry-run') return { show: 'life', life: reply.life };
  const errors = reply.problems.filter(({ severity }) => severity === 'error');
  return {
    show: 'errors',
    loop,
    errors: errors.map(({ range, message }) => ({ line: range.start.line + 1, message })),
  };
}
