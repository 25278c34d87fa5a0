import { Disposable, type Uri, workspace } from 'vscode';
import { loopLanguage } from './contributes.ts';

/**
 * Starts the language client once a loop file is open. Its code is large and only then of use, so it is loaded then.
 */
export function startLanguageClientWhenNeeded(extension: Uri): Disposable {
  let client: Disposable | undefined;
  let isOver = false;
  const start = async () => {
    const { startLanguageClient } = await import('./languageClient.ts');
    if (!isOver) client ??= startLanguageClient(extension);
  };
  const isLoop = ({ languageId }: { readonly languageId: string }) => languageId === loopLanguage;
  const opened = workspace.onDidOpenTextDocument((document) => {
    if (isLoop(document)) void start();
  });
  if (workspace.textDocuments.some(isLoop)) void start();
  return new Disposable(() => {
    isOver = true;
    opened.dispose();
    client?.dispose();
  });
}
