import { type Uri, workspace } from 'vscode';
import type { LanguageService } from './languageClient.ts';
import type { Unsubscribe } from './listeners.ts';
import { loopLanguage } from './loopLanguage.ts';

/**
 * Starts the language client once a loop file is open, or something is asked of it. Its code is large and only then of use,
 * so it is a program file of its own that is loaded then.
 */
export function startLanguageClientWhenNeeded(extension: Uri): LanguageService {
  let starting: Promise<LanguageService> | undefined;
  let isOver = false;
  const waiting = new Set<(client: LanguageService) => void>();
  const start = async () => {
    const { startLanguageClient } = await import('./languageClient.ts');
    if (isOver) throw new Error('Loopwright is being closed.');
    const client = startLanguageClient(extension);
    for (const one of waiting) one(client);
    return client;
  };
  const started = () => (starting ??= start());
  const startUnlessOver = () => void started().catch(() => undefined);
  const isLoop = ({ languageId }: { readonly languageId: string }) => languageId === loopLanguage;
  const opened = workspace.onDidOpenTextDocument((document) => {
    if (isLoop(document)) startUnlessOver();
  });
  if (workspace.textDocuments.some(isLoop)) startUnlessOver();
  return {
    request: async (method, params) => (await started()).request(method, params),
    onNotification: (method, listener) => {
      let end: Unsubscribe = () => waiting.delete(listen);
      const listen = (client: LanguageService) => {
        end = client.onNotification(method, listener);
      };
      // Nobody can have started it yet where parts of the extension begin to listen; whoever comes later is heard too.
      if (starting === undefined) waiting.add(listen);
      else void starting.then(listen, () => undefined);
      return () => end();
    },
    dispose: () => {
      isOver = true;
      opened.dispose();
      void starting?.then((client) => client.dispose()).catch(() => undefined);
    },
  };
}
