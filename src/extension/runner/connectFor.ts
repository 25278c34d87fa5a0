import { Uri } from 'vscode';
import { connectRunner } from '../../client/connect.ts';
import { err } from '../../model/result.ts';
import { noFolder } from '../repositories/runners.ts';
import type { Connect } from './runnerLink.ts';

/** Connects to the runner of a folder's repository; whatever goes wrong comes back as a refusal. */
export function connectFor(folder: string | undefined, extension: Uri): Connect {
  if (folder === undefined) return async () => err(noFolder);
  const programs = Uri.joinPath(extension, 'dist').fsPath;
  return async (start, signal) => {
    try {
      return await connectRunner({ folder, programs, start, signal });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return err({ code: 'runner-did-not-start', message: `The runner could not be started: ${why}` });
    }
  };
}
