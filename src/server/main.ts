import {
  type ClientCapabilities,
  createConnection,
  ProposedFeatures,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toDiagnostic } from './convert.ts';
import { features } from './features/all.ts';
import type { Session } from './session.ts';
import { Validation } from './validation.ts';
import { readFolder, watchFiles } from './watchFiles.ts';
import { topOf, Workspaces } from './workspaces.ts';

/**
 * The language server: `src/language` over the Language Server Protocol, on the transport that the arguments name
 * (`--stdio`, `--node-ipc`, `--socket=…`).
 */
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const workspaces = new Workspaces({
  read: readFolder,
  documents: () => documents.all(),
  changed: (top) => {
    for (const document of documents.all()) if (topOf(document.uri) === top) validation.again(document);
  },
});
const validation = new Validation(
  (uri, version, problems) => {
    // A problem without a client to tell is no problem; the connection ends itself.
    void connection.sendDiagnostics({ uri, version, diagnostics: problems.map(toDiagnostic) }).catch(() => {});
  },
  (uri) => workspaces.indexOf(uri),
);

const session: Session = {
  connection,
  document: (uri, token) => (token.isCancellationRequested ? undefined : documents.get(uri)),
  documents: () => documents.all(),
  problemsOf: (document) => validation.problemsOf(document),
  indexOf: (uri) => workspaces.indexOf(uri),
  freshIndexOf: (uri) => workspaces.freshIndexOf(uri),
  uriOf: (document, path) => workspaces.uriOf(document, path),
};

let client: ClientCapabilities = {};
connection.onInitialize(({ capabilities }) => {
  client = capabilities;
  return {
    serverInfo: { name: 'loopwright' },
    capabilities: Object.assign(
      { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true } },
      ...features.map(({ capabilities }) => capabilities),
    ),
  };
});
connection.onInitialized(() => watchFiles(connection, client, documents, workspaces));

documents.onDidChangeContent(({ document }) => {
  validation.changed(document);
  workspaces.documentChanged(document.uri);
});
documents.onDidClose(({ document }) => {
  validation.closed(document.uri);
  workspaces.documentChanged(document.uri);
});
connection.onDidChangeWatchedFiles(({ changes }) => workspaces.filesChanged(changes.map(({ uri }) => uri)));
for (const feature of features) feature.register(session);
connection.onShutdown(() => {
  validation.dispose();
  workspaces.dispose();
});

documents.listen(connection);
connection.listen();
