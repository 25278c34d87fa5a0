import { Disposable, Uri, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { loopLanguage } from './contributes.ts';
import { loopGlob } from './loops/loopFile.ts';
import { reportError } from './report.ts';

/** Starts the language server of loop files. It reads what stands in the editor and runs nothing. */
export function startLanguageClient(extension: Uri): Disposable {
  const module = Uri.joinPath(extension, 'dist', 'server.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  const watcher = workspace.createFileSystemWatcher(`**/${loopGlob}`);
  const client = new LanguageClient(
    'loopwright',
    'Loopwright',
    { run: server, debug: server },
    { documentSelector: [{ language: loopLanguage }], synchronize: { fileEvents: watcher } },
  );
  client.start().catch((error: unknown) => reportError(`The language server of loop files did not start: ${error}`));
  return new Disposable(() => {
    watcher.dispose();
    void client.dispose();
  });
}
