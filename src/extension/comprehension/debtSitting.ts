import { commands, type Disposable, Range, Uri, window } from 'vscode';
import type { Prompt } from '../../model/prompt.ts';
import type { Requests } from '../runner/requests.ts';
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
    this.#sitting = new PromptSitting({
      source: debtPrompts(link),
      show: (page) => this.#panel.show(page),
      openCode: (prompt) => openAt(fileOf(prompt), prompt.line),
      land: () => undefined,
      override: () => undefined,
      close: () => this.dispose(),
    });
    this.#looking = window.onDidChangeVisibleTextEditors((editors) => {
      const { page } = this.#sitting;
      if (page.show !== 'question') return;
      const asked = fileOf(page.prompt).toString();
      if (editors.some(({ document }) => document.uri.toString() === asked)) this.#sitting.looked();
    });
    this.#panel = new PromptPanel({
      extension,
      take: (said) => void this.#sitting.take(said),
      closed: () => {
        this.#sitting.cancel();
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

function openAt(file: Uri, line: number): void {
  const at = Math.max(0, line - 1);
  void commands.executeCommand('vscode.open', file, { selection: new Range(at, 0, at, 0) });
}
