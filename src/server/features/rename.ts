import type { RenameFile, WorkspaceEdit } from 'vscode-languageserver/node';
import { type Rename, renameAt, renameableAt } from '../../language/navigation/rename.ts';
import type { Result } from '../../model/result.ts';
import { Refusal } from '../connection/refusal.ts';
import type { Feature, Session } from '../session.ts';

export const rename: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(session) {
    session.connection.onRequest('textDocument/prepareRename', async ({ textDocument, position }, token) => {
      const index = await session.currentIndexOf(textDocument.uri);
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const around = { index, file: session.pathOf(document.uri) };
      const found = renameableAt(document.getText(), document.offsetAt(position), around);
      return found === undefined ? null : { range: orRefuse(found).range, placeholder: orRefuse(found).name };
    });
    session.connection.onRequest('textDocument/rename', async ({ textDocument, position, newName }, token) => {
      const index = await session.currentIndexOf(textDocument.uri);
      const document = session.document(textDocument.uri, token);
      if (!document) return null;
      const around = { index, file: session.pathOf(document.uri) };
      const found = renameAt(document.getText(), document.offsetAt(position), newName.trim(), around);
      return found === undefined ? null : toWorkspaceEdit(session, document.uri, orRefuse(found));
    });
  },
};

/** A client shows the message of an error to its user. */
function orRefuse<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new Refusal(result.error);
}

/** With versions and moved files where the client takes them; else the edits alone. */
function toWorkspaceEdit(session: Session, document: string, { changes, moves }: Rename): WorkspaceEdit {
  const edits = changes.flatMap(({ file, edits }) => {
    const uri = file === undefined ? document : session.uriOf(document, file);
    return uri === undefined ? [] : [{ uri, edits: [...edits] }];
  });
  const { documentChanges, resourceOperations = [] } = session.client().workspace?.workspaceEdit ?? {};
  if (documentChanges !== true) return { changes: Object.fromEntries(edits.map(({ uri, edits }) => [uri, edits])) };
  const moved = resourceOperations.includes('rename') ? moves : [];
  return {
    documentChanges: [
      ...edits.map(({ uri, edits }) => ({ textDocument: { uri, version: versionOf(session, uri) }, edits })),
      ...moved.flatMap((move) => toRenameFile(session, document, move)),
    ],
  };
}

const versionOf = (session: Session, uri: string): number | null =>
  session.documents().find((document) => document.uri === uri)?.version ?? null;

function toRenameFile(
  session: Session,
  document: string,
  { from, to }: Rename['moves'][number],
): readonly RenameFile[] {
  const oldUri = session.uriOf(document, from);
  const newUri = session.uriOf(document, to);
  return oldUri === undefined || newUri === undefined ? [] : [{ kind: 'rename', oldUri, newUri }];
}
