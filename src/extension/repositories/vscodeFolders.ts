import { Uri, workspace } from 'vscode';
import type { WindowFolders } from './windowFolders.ts';

/** The folders of this window. */
export const vscodeFolders: WindowFolders = {
  all: () => workspace.workspaceFolders ?? [],
  of: (uri) => workspace.getWorkspaceFolder(uri instanceof Uri ? uri : Uri.parse(uri.toString())),
  onChange: (listener) => {
    const listening = workspace.onDidChangeWorkspaceFolders(() => listener());
    return () => listening.dispose();
  },
};
