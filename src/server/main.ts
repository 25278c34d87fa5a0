import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toDiagnostic } from './convert.ts';
import { features } from './features/all.ts';
import type { Session } from './session.ts';
import { Validation } from './validation.ts';

/**
 * The language server: `src/language` over the Language Server Protocol, on the transport that the arguments name
 * (`--stdio`, `--node-ipc`, `--socket=…`).
 */
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const validation = new Validation((uri, version, problems) => {
  // A problem without a client to tell is no problem; the connection ends itself.
  void connection.sendDiagnostics({ uri, version, diagnostics: problems.map(toDiagnostic) }).catch(() => {});
});

const session: Session = {
  connection,
  document: (uri, token) => (token.isCancellationRequested ? undefined : documents.get(uri)),
  documents: () => documents.all(),
  problemsOf: (document) => validation.problemsOf(document),
  indexOf: () => undefined,
  uriOf: () => undefined,
};

connection.onInitialize(() => ({
  serverInfo: { name: 'loopwright' },
  capabilities: Object.assign(
    { textDocumentSync: TextDocumentSyncKind.Incremental },
    ...features.map(({ capabilities }) => capabilities),
  ),
}));

documents.onDidChangeContent(({ document }) => validation.changed(document));
documents.onDidClose(({ document }) => validation.closed(document.uri));
for (const feature of features) feature.register(session);
connection.onShutdown(() => validation.dispose());

documents.listen(connection);
connection.listen();
