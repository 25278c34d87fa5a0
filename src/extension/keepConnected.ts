import { Disposable, window, workspace } from 'vscode';
import type { RunnerLink } from './runner/runnerLink.ts';
import type { RunsView } from './runs/runsView.ts';

/**
 * When this window connects by itself: to a runner that works already, when the window opens, gets the focus or is
 * trusted; to one that is started for it, when somebody looks at the runs. Why it could not stands in the view.
 */
export function keepConnected(link: RunnerLink, { view }: RunsView): Disposable {
  const join = () => void link.open(false);
  const look = async () => {
    if (!view.visible || !workspace.isTrusted) return;
    const client = await link.open(true);
    view.message = client.ok ? '' : client.error.message;
  };
  join();
  return Disposable.from(
    { dispose: link.onOpen(() => (view.message = '')) },
    view.onDidChangeVisibility(look),
    window.onDidChangeWindowState(({ focused }) => focused && join()),
    workspace.onDidGrantWorkspaceTrust(() => {
      join();
      void look();
    }),
  );
}
