import { commands, Disposable } from 'vscode';
import { changeOf } from '../model/runView.ts';
import type { CommandId } from './commandTable.ts';
import type { WindowEntry } from './inbox/inboxWords.ts';
import { registerInbox } from './inbox/registerInbox.ts';
import type { LoopFiles, WorkspaceLoop } from './loops/loopFiles.ts';
import type { Repositories } from './repositories/repositories.ts';
import type { Runners } from './repositories/runners.ts';
import type { RunStore } from './runs/runStore.ts';
import { registerUnderstanding } from './understanding/registerUnderstanding.ts';
import { windowDialogs } from './windowDialogs.ts';
import { registerWorktrees } from './worktrees/registerWorktrees.ts';

export interface SidebarDeps {
  readonly repositories: Repositories;
  readonly runners: Pick<Runners, 'read'>;
  readonly store: RunStore;
  readonly files: LoopFiles;
}

/** The views that show what the runners say beside their runs: Inbox, Worktrees, Understanding. */
export function registerSidebar({ repositories, runners, store, files }: SidebarDeps) {
  const dialogs = windowDialogs;
  const onLoop = (command: CommandId) => async (entry: WindowEntry) => {
    await files.refresh();
    const isMeant = ({ name, uri }: WorkspaceLoop) =>
      name === entry.loop && repositories.ofUri(uri)?.id === entry.repository;
    const loop = files.all().find(isMeant);
    if (loop === undefined) dialogs.say(`There is no loop ${entry.loop} in this window any more.`);
    else await commands.executeCommand(command, loop.uri);
  };
  const loops = {
    open: onLoop('loopwright.openLoop'),
    run: onLoop('loopwright.run'),
    enable: onLoop('loopwright.enable'),
  };
  const hasChange = async (run: string, item: string) => {
    await runners.read(run);
    return changeOf(store.get(run)?.state?.items.get(item)?.steps ?? []) !== undefined;
  };
  const views = [
    registerInbox({ repositories, store, dialogs, loops }),
    registerWorktrees({ repositories, store, dialogs }),
    registerUnderstanding({ repositories, dialogs, hasChange }),
  ] as const;
  const [inbox, worktrees, understanding] = views;
  return {
    commands: { ...inbox.commands, ...worktrees.commands, ...understanding.commands },
    refresh: async () => {
      await Promise.all(views.map((view) => view.refresh()));
    },
    dispose: () => Disposable.from(...views).dispose(),
  };
}
