import type * as lsp from 'vscode-languageserver/node';
import type { DryRunReply } from '../../model/dryRunReply.ts';
import type { dryRunMethod } from '../../model/dryRunRequest.ts';
import type { LoopsReply } from '../../model/loopsReply.ts';
import type { loopsChangedMethod, loopsMethod } from '../../model/loopsRequest.ts';
import type { ProblemsReply } from '../../model/problemsReply.ts';
import type { problemsMethod } from '../../model/problemsRequest.ts';

/** What the server answers: what comes, and what goes back. Its own requests read what comes themselves. */
export interface Requests {
  initialize: readonly [lsp.InitializeParams, lsp.InitializeResult];
  shutdown: readonly [undefined, null];
  'textDocument/codeAction': readonly [lsp.CodeActionParams, lsp.CodeAction[]];
  'textDocument/codeLens': readonly [lsp.CodeLensParams, lsp.CodeLens[] | null];
  'textDocument/completion': readonly [lsp.CompletionParams, lsp.CompletionItem[]];
  'textDocument/definition': readonly [lsp.DefinitionParams, lsp.Location[] | lsp.LocationLink[] | null];
  'textDocument/documentHighlight': readonly [lsp.DocumentHighlightParams, lsp.DocumentHighlight[]];
  'textDocument/documentLink': readonly [lsp.DocumentLinkParams, lsp.DocumentLink[]];
  'textDocument/documentSymbol': readonly [lsp.DocumentSymbolParams, lsp.DocumentSymbol[]];
  'textDocument/foldingRange': readonly [lsp.FoldingRangeParams, lsp.FoldingRange[]];
  'textDocument/formatting': readonly [lsp.DocumentFormattingParams, lsp.TextEdit[] | null];
  'textDocument/hover': readonly [lsp.HoverParams, lsp.Hover | null];
  'textDocument/inlayHint': readonly [lsp.InlayHintParams, lsp.InlayHint[] | null];
  'textDocument/prepareRename': readonly [lsp.PrepareRenameParams, lsp.PrepareRenameResult | null];
  'textDocument/rangeFormatting': readonly [lsp.DocumentRangeFormattingParams, lsp.TextEdit[] | null];
  'textDocument/references': readonly [lsp.ReferenceParams, lsp.Location[]];
  'textDocument/rename': readonly [lsp.RenameParams, lsp.WorkspaceEdit | null];
  'textDocument/selectionRange': readonly [lsp.SelectionRangeParams, lsp.SelectionRange[] | null];
  'textDocument/semanticTokens/full': readonly [lsp.SemanticTokensParams, lsp.SemanticTokens];
  'textDocument/semanticTokens/range': readonly [lsp.SemanticTokensRangeParams, lsp.SemanticTokens];
  'workspace/symbol': readonly [lsp.WorkspaceSymbolParams, lsp.SymbolInformation[]];
  [dryRunMethod]: readonly [unknown, DryRunReply | null];
  [loopsMethod]: readonly [unknown, LoopsReply];
  [problemsMethod]: readonly [unknown, ProblemsReply];
}

/** What the server is told. */
export interface Notifications {
  initialized: lsp.InitializedParams;
  exit: undefined;
  'textDocument/didOpen': lsp.DidOpenTextDocumentParams;
  'textDocument/didChange': lsp.DidChangeTextDocumentParams;
  'textDocument/didSave': lsp.DidSaveTextDocumentParams;
  'textDocument/didClose': lsp.DidCloseTextDocumentParams;
  'workspace/didChangeWatchedFiles': lsp.DidChangeWatchedFilesParams;
}

/** What the server asks its client: what goes, and what comes back. */
export interface ClientRequests {
  'client/registerCapability': readonly [lsp.RegistrationParams, null];
  'workspace/workspaceFolders': readonly [undefined, lsp.WorkspaceFolder[] | null];
}

/** What the server tells its client. */
export interface ClientNotifications {
  'textDocument/publishDiagnostics': lsp.PublishDiagnosticsParams;
  [loopsChangedMethod]: { readonly folder: string };
}
