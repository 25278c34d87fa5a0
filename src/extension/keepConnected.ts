import { Disposable, window, workspace } from 'vscode';
import type { LoopFiles } from './loops/loopFiles.ts';
import type { Repositories } from './repositories/repositories.ts';
import type { Repository } from './repositories/repository.ts';
import { withLoops } from './repositories/withLoops.ts';
import type { RunsView } from './runs/runsView.ts';

interface Watched {
  readonly repositories: Repositories;
  readonly files: LoopFiles;
  readonly runs: Pick<RunsView, 'view' | 'trouble'>;
}

/**
 * When this window connects by itself: to a runner that works already, when the window opens, gets the focus or is
 * trusted, or its folder is added; to one that is started for it, when somebody looks at the runs. Why it could not stands in the
 * view.
 */
export function keepConnected({ repositories, files, runs }: Watched): Disposable {
  const { view } = runs;
  const joinAll = () => {
    for (const { link } of repositories.all()) void link.open(false);
  };
  const look = async () => {
    if (!view.visible || !workspace.isTrusted) return;
    await repositories.ready();
    if (repositories.all().length > 1) await files.listed();
    const looked = withLoops(repositories, files);
    const troubles = await Promise.all(looked.map((one) => startRunner(one)));
    runs.trouble = troubles.flatMap((why, at) => (why === undefined ? [] : [named(looked, at, why)])).join('\n');
  };
  return Disposable.from(
    {
      dispose: repositories.onChange(() => {
        joinAll();
        void look();
      }),
    },
    view.onDidChangeVisibility(look),
    window.onDidChangeWindowState(({ focused }) => focused && joinAll()),
    workspace.onDidGrantWorkspaceTrust(() => {
      joinAll();
      void look();
    }),
  );
}

/** Why it could not be; undefined where the runner is there. */
async function startRunner({ link }: Repository): Promise<string | undefined> {
  const client = await link.open(true);
  return client.ok ? undefined : client.error.message;
}

const named = (all: readonly Repository[], at: number, why: string): string =>
  all.length > 1 ? `${all[at]?.name}: ${why}` : why;
