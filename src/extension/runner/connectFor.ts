import { Uri, type WorkspaceFolder } from 'vscode';
import { connectRunner } from '../../client/connect.ts';
import { err } from '../../model/result.ts';
import type { Refusal } from '../../protocol/runner.ts';
import type { Connect } from './runnerLink.ts';

const noFolder: Refusal = {
  code: 'no-folder',
  message: 'No folder is open. Open the folder of a git repository first.',
};

/** Connects to the runner of a folder's repository; whatever goes wrong comes back as a refusal. */
export function connectFor(folder: WorkspaceFolder | undefined, extension: Uri): Connect {
  if (folder === undefined || folder.uri.scheme !== 'file') return async () => err(noFolder);
  const programs = Uri.joinPath(extension, 'dist').fsPath;
  return async (start, signal) => {
    try {
      return await connectRunner({ folder: folder.uri.fsPath, programs, start, signal });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return err({ code: 'runner-did-not-start', message: `The runner could not be started: ${why}` });
    }
  };
}
