import { Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { RunPageSays } from '../../protocol/runPageView.ts';
import type { CommandHandlers, RunTarget } from '../commandTable.ts';
import { pickRun } from '../runs/pickRun.ts';
import { makePanel, openSections, type PanelDeps, RunPagePanel, viewType } from './runPagePanel.ts';

type RunPageCommands = Pick<CommandHandlers, 'loopwright.openRun' | 'loopwright.compareRuns'>;

export interface RunPagesPart extends Disposable {
  readonly commands: RunPageCommands;
}

/** The pages of runs: one tab a run, several at once, two of them side by side in step. */
export function registerRunPages(deps: PanelDeps): RunPagesPart {
  const pages = new RunPages(deps);
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: (panel, state: unknown) => pages.restore(panel, state),
  });
  const all = Disposable.from(serializer, { dispose: () => pages.dispose() });
  return {
    commands: {
      'loopwright.openRun': (target) => pages.open(target),
      'loopwright.compareRuns': (target) => pages.compare(target),
    },
    dispose: () => all.dispose(),
  };
}

class RunPages {
  readonly #deps: PanelDeps;
  readonly #panels = new Set<RunPagePanel>();
  /** Two pages that go to the same section together. */
  #pair: readonly [RunPagePanel, RunPagePanel] | undefined;

  constructor(deps: PanelDeps) {
    this.#deps = deps;
  }

  async open(target: RunTarget): Promise<void> {
    const run = await pickRun(this.#deps.store, target, {
      fits: () => true,
      ask: 'Open the page of which run?',
      none: 'There is no run yet. Run a loop first.',
    });
    if (run !== undefined) this.#show(run, ViewColumn.Active);
  }

  async compare(target: RunTarget): Promise<void> {
    const first = await pickRun(this.#deps.store, target, {
      fits: () => true,
      ask: 'Compare which run?',
      none: 'There is no run yet. Run a loop first.',
    });
    if (first === undefined) return;
    const loop = this.#deps.store.get(first)?.summary.loop;
    const others = { ask: 'Compare it with which run?', none: `There is no other run of ${loop ?? 'this loop'} yet.` };
    const second = await pickRun(this.#deps.store, undefined, {
      ...others,
      fits: ({ summary }) => summary.id !== first && summary.loop === loop,
    });
    if (second === undefined) return;
    const left = this.#show(first, ViewColumn.Active);
    this.#pair = [left, this.#show(second, ViewColumn.Beside)];
  }

  async restore(panel: WebviewPanel, state: unknown): Promise<void> {
    const { keptPageSchema } = await import('../incoming.ts');
    const kept = keptPageSchema.safeParse(state);
    // A tab that was never drawn has kept nothing.
    if (kept.success) this.#add(kept.data.run, panel);
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
  }

  #show(run: string, column: ViewColumn): RunPagePanel {
    const open = [...this.#panels].find((panel) => panel.run === run && panel.isOpen);
    open?.reveal();
    return open ?? this.#add(run, makePanel(this.#deps.extension, column));
  }

  #add(run: string, panel: WebviewPanel): RunPagePanel {
    const page: RunPagePanel = new RunPagePanel(run, this.#deps, { panel, moved: (said) => this.#follow(page, said) });
    this.#panels.add(page);
    panel.onDidDispose(() => {
      this.#panels.delete(page);
      if (this.#pair?.includes(page) === true) this.#pair = undefined;
    });
    return page;
  }

  /** What is opened, closed or looked at in one of a pair is so in the other. */
  #follow(page: RunPagePanel, said: RunPageSays): void {
    const other = this.#pair?.includes(page) === true ? this.#pair.find((one) => one !== page) : undefined;
    if (said.say === 'place') other?.post({ show: 'place', section: said.section, offset: said.offset });
    if (said.say === 'choose') other?.post(openSections(said));
  }
}
