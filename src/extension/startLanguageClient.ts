import { type Uri, workspace } from 'vscode';
import { loopLanguage } from './contributes.ts';
import type { LanguageService } from './languageClient.ts';

/**
 * Starts the language client once a loop file is open, or something is asked of it. Its code is large and only then of use,
 * so it is loaded then.
 */
export function startLanguageClientWhenNeeded(extension: Uri): LanguageService {
  let client: LanguageService | undefined;
  let isOver = false;
  const start = async () => {
    const { startLanguageClient } = await import('./languageClient.ts');
    if (isOver) throw new Error('Loopwright is being closed.');
    client ??= startLanguageClient(extension);
    return client;
  };
  const startUnlessOver = () => void start().catch(() => undefined);
  const isLoop = ({ languageId }: { readonly languageId: string }) => languageId === loopLanguage;
  const opened = workspace.onDidOpenTextDocument((document) => {
    if (isLoop(document)) startUnlessOver();
  });
  if (workspace.textDocuments.some(isLoop)) startUnlessOver();
  return {
    request: async (method, params) => (await start()).request(method, params),
    dispose: () => {
      isOver = true;
      opened.dispose();
      client?.dispose();
    },
  };
}
