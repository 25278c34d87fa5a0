import { type WorkspaceFolder, window, workspace } from 'vscode';
import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';
import { noFolder } from './runners.ts';

/** The repository that a command is about: the only one, else the one picked. Says so where no folder is open. */
export async function pickRepository(repositories: Repositories, ask: string): Promise<Repository | undefined> {
  await repositories.ready();
  const all = repositories.all();
  const [only, another] = all;
  if (only === undefined) {
    void window.showInformationMessage(noFolder.message);
    return undefined;
  }
  if (another === undefined) return only;
  const rows = all.map((repository) => ({
    label: repository.name,
    description: repository.root ?? '',
    repository,
  }));
  return (await window.showQuickPick(rows, { placeHolder: ask, matchOnDescription: true }))?.repository;
}

/** The folder that something new is written to: the only one, else the one picked. */
export async function pickFolder(ask: string): Promise<WorkspaceFolder | undefined> {
  const [only, another] = workspace.workspaceFolders ?? [];
  if (only === undefined) {
    void window.showInformationMessage('Loops belong to a git repository. Open its folder first.');
    return undefined;
  }
  if (another === undefined) return only;
  return window.showWorkspaceFolderPick({ placeHolder: ask });
}
