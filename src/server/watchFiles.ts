import { stat } from 'node:fs/promises';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceIndex } from '../language/workspaceIndex.ts';
import { indexedGlobs } from '../workspace/paths.ts';
import { readWorkspace } from '../workspace/readWorkspace.ts';
import type { Connection } from './connection/connection.ts';
import type { OpenDocuments } from './connection/openDocuments.ts';
import { topOf, type Workspaces } from './workspaces.ts';

/** A repository's index; undefined where there is no such folder. */
export async function readFolder(top: string): Promise<WorkspaceIndex | undefined> {
  const stats = await stat(top).catch(() => undefined);
  return stats?.isDirectory() === true ? readWorkspace(top) : undefined;
}

/**
 * Keeps the indexes true by what the client sees change. A client that cannot be asked to watch files is not relied on: then
 * a repository is read again when one of its loop files is opened or saved. To be called once the client is initialized.
 */
export function watchFiles(
  connection: Pick<Connection, 'sendRequest'>,
  capabilities: ClientCapabilities,
  documents: OpenDocuments,
  workspaces: Workspaces,
): void {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    const watchers = indexedGlobs.map((globPattern) => ({ globPattern }));
    const method = 'workspace/didChangeWatchedFiles';
    const registration = { id: method, method, registerOptions: { watchers } };
    // A client that says no has told its user so; what is known stays as it is.
    void connection.sendRequest('client/registerCapability', { registrations: [registration] }).catch(() => {});
    return;
  }
  const again = (document: TextDocument): void => {
    const top = topOf(document.uri);
    if (top !== undefined) workspaces.refresh(top);
  };
  documents.on({ opened: again, saved: again });
}
