import { Disposable, type Uri, type WebviewPanel, window, workspace } from 'vscode';
import type { Likely } from '../../model/likely.ts';
import type { CommandHandlers } from '../commandTable.ts';
import type { LanguageService } from '../languageClient.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { pickLoop } from '../loops/pickLoop.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { DryRunPanel, type PanelDeps, titleOf, viewType } from './dryRunPanel.ts';

export interface DryRunDeps {
  readonly extension: Uri;
  readonly files: LoopFiles;
  readonly repositories: Repositories;
  readonly language: Pick<LanguageService, 'request'>;
}

export interface DryRunPart extends Disposable {
  readonly commands: Pick<CommandHandlers, 'loopwright.dryRun'>;
}

/** The view of what a run would do, beside the text of its loop. It works in Restricted Mode: nothing is run. */
export function registerDryRun({ extension, files, repositories, language }: DryRunDeps): DryRunPart {
  let panel: DryRunPanel | undefined;
  const deps: PanelDeps = { extension, language, likely: (loop) => likelyOf(repositories, loop) };
  const show = (loop: Uri, restored?: WebviewPanel) => {
    if (panel?.isOpen !== true) panel = new DryRunPanel(deps, restored);
    else restored?.dispose();
    return panel.show(loop);
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (restored) => {
      // Which loop it was is in the title alone; the loops of this folder are few.
      await files.refresh();
      const loop = files.all().find(({ name }) => restored.title === titleOf(name));
      if (loop === undefined) restored.dispose();
      else await show(loop.uri, restored);
    },
  });
  const handlers = {
    'loopwright.dryRun': async (target) => {
      const uri = await pickLoop(files, target);
      if (uri !== undefined) await show(uri);
    },
  } satisfies Pick<CommandHandlers, 'loopwright.dryRun'>;
  const all = Disposable.from(serializer, { dispose: () => panel?.dispose() });
  return { commands: handlers, dispose: () => all.dispose() };
}

/** What earlier runs used, where a runner is there already: none is started for it. */
async function likelyOf(repositories: Repositories, loop: Uri): Promise<Likely | undefined> {
  const client = await (await repositories.ofFile(loop))?.link.open(false);
  if (!client?.ok) return undefined;
  const forecast = await client.value.request('forecast', { file: workspace.asRelativePath(loop, false) });
  return forecast.ok ? forecast.value : undefined;
}
