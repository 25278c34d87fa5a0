import type { CodeLens, InitializeParams } from 'vscode-languageserver/node';
import { type Lens, lensCommands, lensesOf } from '../../language/hints/lens.ts';
import { lastStatus } from '../lastStatus.ts';
import type { Feature } from '../session.ts';
import { pathOfUri } from '../validation.ts';

/**
 * Lenses are buttons of the client's commands, so only a client that says it has them is offered any:
 * `initializationOptions: { commands: ["loopwright.run", "loopwright.dryRun"] }`. The extension of VS Code has lenses of its
 * own, which follow a run as it goes.
 */
export const codeLens: Feature = {
  capabilities: {},
  capabilitiesFor: (params) => (hasCommands(params) ? { codeLensProvider: {} } : {}),
  register(session) {
    session.connection.onRequest('textDocument/codeLens', async ({ textDocument: { uri } }, token) => {
      const document = session.document(uri, token);
      if (!document) return null;
      const text = document.getText();
      const path = pathOfUri(uri);
      const last = path === undefined ? undefined : await lastStatus(path);
      return lensesOf(text, last).map((lens) => toCodeLens(lens, uri));
    });
  },
};

function hasCommands({ initializationOptions: options }: InitializeParams): boolean {
  const given: unknown = typeof options === 'object' && options !== null ? options.commands : undefined;
  return Array.isArray(given) && lensCommands.every((command) => given.includes(command));
}

/** One that only says something has an empty command, as the protocol wants it. */
const toCodeLens = ({ range, title, command }: Lens, uri: string): CodeLens => ({
  range,
  command: command ? { title, command, arguments: [uri] } : { title, command: '' },
});
