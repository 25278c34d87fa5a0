import { expect, it } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import * as ours from '../../../../src/server/connection/protocolNumbers.ts';
import { errorCodes } from '../../../../src/server/connection/refusal.ts';
import { codeActionKinds } from '../../../../src/server/convert.ts';

it('are those of the protocol', () => {
  expect(lsp.CompletionItemKind).toMatchObject(ours.completionNumbers);
  expect(lsp.SymbolKind).toMatchObject(ours.symbolNumbers);
  expect(lsp.DocumentHighlightKind).toMatchObject(ours.highlightNumbers);
  expect(ours.severityNumbers).toEqual({
    error: lsp.DiagnosticSeverity.Error,
    warning: lsp.DiagnosticSeverity.Warning,
    info: lsp.DiagnosticSeverity.Information,
    hint: lsp.DiagnosticSeverity.Hint,
  });
  expect(ours.insertNumbers).toEqual({
    snippet: lsp.InsertTextFormat.Snippet,
    adjustIndentation: lsp.InsertTextMode.adjustIndentation,
  });
  expect(ours.incremental).toBe(lsp.TextDocumentSyncKind.Incremental);
  expect(codeActionKinds).toEqual({ fix: lsp.CodeActionKind.QuickFix, fixAll: lsp.CodeActionKind.SourceFixAll });
  expect(errorCodes).toEqual({
    parseError: lsp.ErrorCodes.ParseError,
    invalidRequest: lsp.ErrorCodes.InvalidRequest,
    methodNotFound: lsp.ErrorCodes.MethodNotFound,
    internalError: lsp.ErrorCodes.InternalError,
    requestFailed: lsp.LSPErrorCodes.RequestFailed,
    requestCancelled: lsp.LSPErrorCodes.RequestCancelled,
  });
});
