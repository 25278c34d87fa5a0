import { Uri, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { Unsubscribe } from './listeners.ts';
import { loopLanguage } from './loopLanguage.ts';
import { loopGlob } from './loops/loopFile.ts';
import { reportError } from './report.ts';

/** The language server of loop files, as it is asked for what no provider of VS Code asks for. */
export interface LanguageService {
  /** The answer to a request of our own. Rejects where the server does not run, or refuses. */
  request(method: string, params: unknown): Promise<unknown>;
  /** Called for a notification of our own. */
  onNotification(method: string, listener: () => void): Unsubscribe;
  dispose(): void;
}

/** Starts the language server of loop files. It reads what stands in the editor and runs nothing. */
export function startLanguageClient(extension: Uri): LanguageService {
  const module = Uri.joinPath(extension, 'dist', 'server.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  const watcher = workspace.createFileSystemWatcher(`**/${loopGlob}`);
  const client = new LanguageClient(
    'loopwright',
    'Loopwright',
    { run: server, debug: server },
    {
      // A file of an older commit, in a comparison, is not there to be mended.
      documentSelector: ['file', 'untitled'].map((scheme) => ({ language: loopLanguage, scheme })),
      synchronize: { fileEvents: watcher },
    },
  );
  const started = client.start();
  started.catch((error: unknown) => reportError(`The language server of loop files did not start: ${error}`));
  return {
    request: async (method, params) => {
      await started;
      return client.sendRequest(method, params);
    },
    onNotification: (method, listener) => {
      const listening = client.onNotification(method, listener);
      return () => listening.dispose();
    },
    dispose: () => {
      watcher.dispose();
      void client.dispose();
    },
  };
}
