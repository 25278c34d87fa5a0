import type * as lsp from 'vscode-languageserver/node';

/** Numbers of the Language Server Protocol 3.17 for what the server says, by the protocol's own names. */
export const severityNumbers = { error: 1, warning: 2, info: 3, hint: 4 } as const satisfies Record<
  string,
  lsp.DiagnosticSeverity
>;

export const completionNumbers = {
  Function: 3,
  Field: 5,
  Variable: 6,
  Property: 10,
  Snippet: 15,
  EnumMember: 20,
  Operator: 24,
} as const satisfies Partial<Record<keyof typeof lsp.CompletionItemKind, lsp.CompletionItemKind>>;

export const symbolNumbers = {
  Module: 2,
  Class: 5,
  Property: 7,
  Interface: 11,
  Function: 12,
  Variable: 13,
  Number: 16,
  Object: 19,
  Event: 24,
} as const satisfies Partial<Record<keyof typeof lsp.SymbolKind, lsp.SymbolKind>>;

export const highlightNumbers = {
  Read: 2,
  Write: 3,
} as const satisfies Partial<Record<keyof typeof lsp.DocumentHighlightKind, lsp.DocumentHighlightKind>>;

/** The edit of a completion has places for what is typed next, and the client indents its lines. */
export const insertNumbers = { snippet: 2, adjustIndentation: 2 } as const satisfies {
  readonly snippet: lsp.InsertTextFormat;
  readonly adjustIndentation: lsp.InsertTextMode;
};

/** Of an edit comes what has changed, not the whole document. */
export const incremental = 2 satisfies lsp.TextDocumentSyncKind;
