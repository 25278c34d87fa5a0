import { Disposable, type Uri, window } from 'vscode';
import type { Prompt } from '../../model/prompt.ts';
import type { PromptPage } from '../../protocol/promptView.ts';
import type { Dialogs } from '../dialogs.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import { placeOf } from '../review/cursorAt.ts';
import { answerInPicks } from './answerInPicks.ts';
import { CodeCover } from './codeCover.ts';
import { PromptPanel } from './promptPanel.ts';
import { PromptSitting } from './promptSitting.ts';
import type { PromptSource } from './promptSource.ts';
import { PromptThreads, type UriOf } from './promptThreads.ts';

interface DeskDeps {
  readonly extension: Uri;
  readonly dialogs: Dialogs;
  readonly sourceOf: (of: ItemRef) => PromptSource;
  readonly uriOf: UriOf;
  readonly openDiff: (of: ItemRef, prompt: Prompt) => void;
  readonly land: () => void;
  readonly override: () => void;
}

interface Open {
  readonly of: ItemRef;
  readonly sitting: PromptSitting;
  panel?: PromptPanel | undefined;
}

/**
 * Where prompts about the open review are asked: what its diff would tell in a page that covers the diff, the others in the
 * diff itself. One at a time.
 */
export class ChangePromptDesk {
  readonly #deps: DeskDeps;
  readonly #threads: PromptThreads;
  readonly #looking: Disposable;
  readonly #cover = new CodeCover(
    () => this.#isCodeSeen(),
    () => this.#open?.sitting.looked(),
  );
  #covered: string | undefined;
  #open: Open | undefined;

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#threads = new PromptThreads(deps.uriOf);
    this.#looking = window.onDidChangeVisibleTextEditors(() => this.#cover.changed());
  }

  /** Asks a prompt about an item's change; the same one again where it is asked already. */
  ask(of: ItemRef): void {
    const open = this.#openOn(of);
    const { page, isMaking } = open.sitting;
    if (page.show === 'question') this.#show(open, page, true);
    else if (isMaking) open.panel?.reveal();
    else void open.sitting.next();
  }

  /** Answers the prompt that stands in the diff, in boxes. */
  async answerInDiff(): Promise<void> {
    const { sitting } = this.#open ?? {};
    const page = sitting?.page;
    if (sitting === undefined || page?.show !== 'question') return this.#deps.dialogs.say('No prompt is asked now.');
    const answer = await answerInPicks(page.prompt, this.#deps.dialogs);
    if (answer !== undefined) await sitting.take({ say: 'answer', prompt: page.prompt.id, ...answer });
  }

  /** The change is this one now: a prompt about another is not asked any more. */
  follow(head: string | undefined): void {
    const page = this.#open?.sitting.page;
    if (head !== undefined && page?.show === 'question' && page.prompt.head !== head) this.close();
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    this.#covered = undefined;
    this.#cover.end();
    open?.sitting.cancel();
    open?.panel?.dispose();
    this.#threads.clear();
  }

  dispose(): void {
    this.close();
    Disposable.from(this.#looking, this.#threads).dispose();
  }

  #openOn(of: ItemRef): Open {
    if (this.#open !== undefined && isSameItem(this.#open.of, of)) return this.#open;
    this.close();
    const open: Open = { of, sitting: this.#sittingOf(of, (page) => this.#show(open, page)) };
    this.#open = open;
    return open;
  }

  #sittingOf(of: ItemRef, show: (page: PromptPage) => void): PromptSitting {
    const { sourceOf, openDiff, land, override } = this.#deps;
    return new PromptSitting({
      source: sourceOf(of),
      show,
      ...{ land, override },
      openCode: (prompt) => openDiff(of, prompt),
      close: () => this.close(),
    });
  }

  #show(open: Open, page: PromptPage, isAskedFor = false): void {
    if (this.#open !== open) return;
    if (page.show === 'question' && page.prompt.book === 'open') this.#showInDiff(open, page);
    else if (page.show === 'graded' && this.#threads.has(page.prompt.id)) this.#threads.grade(page);
    else if (page.show === 'trouble' && open.panel === undefined) this.#deps.dialogs.say(page.message);
    else {
      open.panel ??= this.#panelOf(open);
      if (isAskedFor) open.panel.reveal();
      open.panel.show(page);
      this.#coverFor(page);
    }
  }

  #showInDiff(open: Open, page: Extract<PromptPage, { show: 'question' }>): void {
    this.#threads.ask(open.of, page);
    this.#deps.openDiff(open.of, page.prompt);
    const { panel } = open;
    open.panel = undefined;
    panel?.dispose();
  }

  #panelOf(open: Open): PromptPanel {
    const panel = new PromptPanel({
      extension: this.#deps.extension,
      take: (said) => void open.sitting.take(said),
      closed: () => {
        // Taken away for a prompt in the diff, or by the person.
        if (open.panel !== panel) return;
        open.panel = undefined;
        open.sitting.cancel();
        if (this.#open === open) this.#open = undefined;
      },
    });
    return panel;
  }

  /** Once a prompt: it is shown anew when the page was hidden. */
  #coverFor(page: PromptPage): void {
    if (page.show !== 'question') this.#cover.end();
    else if (this.#covered !== page.prompt.id) {
      this.#covered = page.prompt.id;
      this.#cover.begin();
    }
  }

  /** Whether the code of the prompt that is asked is before the person, by whichever way it came. */
  #isCodeSeen(): boolean {
    const { of, sitting } = this.#open ?? {};
    if (of === undefined || sitting?.page.show !== 'question') return false;
    const { path } = sitting.page.prompt;
    return window.visibleTextEditors.some(({ document }) => {
      const place = placeOf(document.uri);
      return place !== undefined && isSameItem(place, of) && place.path === path;
    });
  }
}
