import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completionsAt } from '../language/completion.ts';
import { hoverAt } from '../language/hover.ts';
import { symbolsOf } from '../language/symbols.ts';
import { toCodeActions, toCompletionItem, toDiagnostic, toDocumentSymbol, toHover } from './convert.ts';
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

connection.onInitialize(() => ({
  serverInfo: { name: 'loopwright' },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['.', ':', ' ', '{', '('] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    documentSymbolProvider: true,
  },
}));

documents.onDidChangeContent(({ document }) => validation.changed(document));
documents.onDidClose(({ document }) => validation.closed(document.uri));

connection.onCompletion(({ textDocument, position }, token) => {
  const document = documents.get(textDocument.uri);
  if (!document || token.isCancellationRequested) return [];
  const found = completionsAt(document.getText(), document.offsetAt(position));
  return found.map((completion) => toCompletionItem(completion, document));
});

connection.onHover(({ textDocument, position }, token) => {
  const document = documents.get(textDocument.uri);
  if (!document || token.isCancellationRequested) return null;
  const hover = hoverAt(document.getText(), document.offsetAt(position));
  return hover ? toHover(hover) : null;
});

connection.onCodeAction(({ textDocument, range }, token) => {
  const document = documents.get(textDocument.uri);
  if (!document || token.isCancellationRequested) return [];
  return toCodeActions(document, range, validation.problemsOf(document));
});

connection.onDocumentSymbol(({ textDocument }, token) => {
  const document = documents.get(textDocument.uri);
  if (!document || token.isCancellationRequested) return [];
  return symbolsOf(document.getText()).map(toDocumentSymbol);
});

connection.onShutdown(() => validation.dispose());

documents.listen(connection);
connection.listen();
