import { Disposable, type WebviewPanel, window } from 'vscode';
import type { CommandHandlers } from '../commandTable.ts';
import { type DashboardDeps, DashboardPanel, viewType } from './dashboardPanel.ts';

export interface DashboardPart extends Disposable {
  readonly commands: Pick<CommandHandlers, 'loopwright.openDashboard'>;
}

/** The dashboard: one for a window. What was chosen in it is kept by its page, over a reload too. */
export function registerDashboard(deps: DashboardDeps): DashboardPart {
  let panel: DashboardPanel | undefined;
  const show = (restored?: WebviewPanel): void => {
    if (panel?.isOpen !== true) {
      panel = new DashboardPanel(deps, restored);
      return;
    }
    restored?.dispose();
    panel.reveal();
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (restored) => show(restored),
  });
  const all = Disposable.from(serializer, { dispose: () => panel?.dispose() });
  return { commands: { 'loopwright.openDashboard': () => show() }, dispose: () => all.dispose() };
}
