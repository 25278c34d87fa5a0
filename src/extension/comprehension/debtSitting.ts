import { commands, type Disposable, Range, Uri, window } from 'vscode';
import type { Prompt } from '../../model/prompt.ts';
import type { PromptPage } from '../../protocol/promptView.ts';
import type { Requests } from '../runner/requests.ts';
import { CodeCover } from './codeCover.ts';
import { debtPrompts } from './debtPrompts.ts';
import { PromptPanel } from './promptPanel.ts';
import { PromptSitting } from './promptSitting.ts';

interface DebtSittingPorts {
  readonly extension: Uri;
  readonly link: Requests;
  /** Top of the checkout. */
  readonly root: string;
  readonly closed: () => void;
}

/** Paying some of what is owed back: prompts about what has landed, in the page that prompts are asked in. */
export class DebtSitting {
  readonly #panel: PromptPanel;
  readonly #sitting: PromptSitting;
  readonly #looking: Disposable;

  constructor({ extension, link, root, closed }: DebtSittingPorts) {
    const fileOf = ({ path }: Prompt) => Uri.joinPath(Uri.file(root), path);
    const cover = new CodeCover(
      () => isSeen(this.#sitting.page, fileOf),
      () => this.#sitting.looked(),
    );
    let covered: string | undefined;
    this.#sitting = new PromptSitting({
      source: debtPrompts(link),
      show: (page) => {
        this.#panel.show(page);
        if (page.show !== 'question') cover.end();
        else if (page.prompt.id !== covered) {
          covered = page.prompt.id;
          cover.begin();
        }
      },
      openCode: (prompt) => openAt(fileOf(prompt), prompt.line),
      land: () => undefined,
      override: () => undefined,
      close: () => this.dispose(),
    });
    this.#looking = window.onDidChangeVisibleTextEditors(() => cover.changed());
    this.#panel = new PromptPanel({
      extension,
      take: (said) => void this.#sitting.take(said),
      closed: () => {
        this.#sitting.cancel();
        cover.end();
        this.#looking.dispose();
        closed();
      },
    });
    void this.#sitting.next();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

/** Whether the file that a prompt is about is before the person. */
function isSeen(page: PromptPage, fileOf: (prompt: Prompt) => Uri): boolean {
  if (page.show !== 'question') return false;
  const asked = fileOf(page.prompt).toString();
  return window.visibleTextEditors.some(({ document }) => document.uri.toString() === asked);
}

function openAt(file: Uri, line: number): void {
  const at = Math.max(0, line - 1);
  void commands.executeCommand('vscode.open', file, { selection: new Range(at, 0, at, 0) });
}
