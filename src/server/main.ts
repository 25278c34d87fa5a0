import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ClientFolders } from './clientFolders.ts';
import { toDiagnostic } from './convert.ts';
import { features } from './features/all.ts';
import type { Session } from './session.ts';
import { Validation } from './validation.ts';
import { readFolder, watchFiles } from './watchFiles.ts';
import { fileOf, topOf, Workspaces } from './workspaces.ts';

/**
 * The language server: `src/language` over the Language Server Protocol, on the transport that the arguments name
 * (`--stdio`, `--node-ipc`, `--socket=…`).
 */
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const folders = new ClientFolders(connection);
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
  currentIndexOf: async (uri) => {
    const top = topOf(uri);
    return top === undefined ? undefined : workspaces.read(top);
  },
  repositories: async () => {
    const tops = [...(await folders.paths()), ...documents.all().map(({ uri }) => topOf(uri))];
    return workspaces.repositories(tops.filter((top) => top !== undefined));
  },
  uriOf: (document, path) => {
    const top = topOf(document);
    return top === undefined ? undefined : workspaces.uriOf(top, path);
  },
  pathOf: fileOf,
  client: () => folders.capabilities,
};

connection.onInitialize((params) => {
  folders.initialize(params);
  return {
    serverInfo: { name: 'loopwright' },
    capabilities: Object.assign(
      { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true } },
      ...features.flatMap(({ capabilities, capabilitiesFor }) => [capabilities, capabilitiesFor?.(params) ?? {}]),
    ),
  };
});
connection.onInitialized(() => watchFiles(connection, folders.capabilities, documents, workspaces));

documents.onDidChangeContent(({ document }) => {
  validation.changed(document);
  workspaces.documentChanged(document.uri);
});
documents.onDidClose(({ document }) => {
  validation.closed(document.uri);
  workspaces.documentChanged(document.uri);
  void folders.paths().then((kept) => workspaces.forgetUnused(kept));
});
connection.onDidChangeWatchedFiles(({ changes }) => workspaces.filesChanged(changes.map(({ uri }) => uri)));
for (const feature of features) feature.register(session);
connection.onShutdown(() => {
  validation.dispose();
  workspaces.dispose();
});

documents.listen(connection);
connection.listen();
