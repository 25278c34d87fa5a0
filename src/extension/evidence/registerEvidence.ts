import { Disposable, type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { itemMeant } from '../../model/runView.ts';
import type { CommandHandlers, RunTarget } from '../commandTable.ts';
import { type ItemRef, isSameItem } from '../itemRef.ts';
import type { Runners } from '../repositories/runners.ts';
import type { OpenReview } from '../review/openReview.ts';
import { pickRun } from '../runs/pickRun.ts';
import type { RunStore } from '../runs/runStore.ts';
import { checkoutText } from './checkoutText.ts';
import { EvidencePanel, type EvidencePanelDeps, makePanel, viewType } from './evidencePanel.ts';

interface EvidenceWorld {
  readonly extension: Uri;
  readonly runners: Runners;
  readonly store: RunStore;
  readonly review: Pick<OpenReview, 'shown' | 'isOpenOn' | 'onChange'>;
}

/** The evidence pages: one tab an item. */
export function registerEvidence({ extension, runners, store, review }: EvidenceWorld) {
  const pages = new EvidencePages(store, review, {
    extension,
    store,
    review,
    readRun: (run) => runners.read(run),
    readDefinition: async (run, file) => {
      const root = (await runners.of(run))?.root;
      return root === undefined ? null : checkoutText(root, file);
    },
  });
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: (panel, state: unknown) => pages.restore(panel, state),
  });
  const all = Disposable.from(serializer, { dispose: () => pages.dispose() });
  return {
    commands: {
      'loopwright.openEvidence': (target) => pages.open(target),
    } satisfies Pick<CommandHandlers, 'loopwright.openEvidence'>,
    dispose: () => all.dispose(),
  };
}

class EvidencePages {
  readonly #store: RunStore;
  readonly #review: EvidenceWorld['review'];
  readonly #deps: EvidencePanelDeps;
  readonly #panels = new Set<EvidencePanel>();

  constructor(store: RunStore, review: EvidenceWorld['review'], deps: EvidencePanelDeps) {
    this.#store = store;
    this.#review = review;
    this.#deps = deps;
  }

  async open(target: RunTarget): Promise<void> {
    const ref = await this.#meant(target);
    if (ref === undefined) return;
    const open = [...this.#panels].find((panel) => panel.isOpen && isSameItem(panel.ref, ref));
    if (open !== undefined) open.reveal();
    else this.#add(ref, makePanel(this.#deps.extension, ViewColumn.Active));
  }

  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const { keptEvidenceSchema } = await import('../incoming.ts');
    const kept = keptEvidenceSchema.safeParse(state);
    // A tab that was never drawn has kept nothing.
    if (kept.success) this.#add({ run: kept.data.run, item: kept.data.item }, panel);
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
  }

  /** The item that is named, else the one whose review is open, else one with a change of a run that is picked. */
  async #meant(target: RunTarget): Promise<ItemRef | undefined> {
    // A button in the title of a view is given the row that has the focus, which may be of no run.
    const named = target?.run === undefined ? undefined : target;
    const { shown } = this.#review;
    if (named === undefined && shown !== undefined) return { run: shown.run, item: shown.item };
    const run = await pickRun(this.#store, named, {
      fits: () => true,
      ask: 'Show the evidence of which run?',
      none: 'There is no run yet. Run a loop first.',
    });
    if (run === undefined) return undefined;
    await this.#deps.readRun(run);
    const state = this.#store.get(run)?.state;
    const item = state === undefined ? undefined : itemMeant(state, named?.item);
    if (item?.change !== undefined) return { run, item: item.id };
    void window.showInformationMessage(
      'It has no change yet, so there is no evidence of one. Open the run to watch it.',
    );
    return undefined;
  }

  #add(ref: ItemRef, panel: WebviewPanel): void {
    const page = new EvidencePanel(ref, this.#deps, panel);
    this.#panels.add(page);
    panel.onDidDispose(() => this.#panels.delete(page));
  }
}
