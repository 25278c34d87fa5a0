import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  type Hover as LspHover,
  MarkupKind,
  type Range,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion } from '../language/completionItem.ts';
import { describe } from '../language/describe.ts';
import type { Hover } from '../language/hover.ts';
import type { Problem } from '../language/problem.ts';
import { quickFixesFor } from '../language/quickFix.ts';
import type { LoopSymbol } from '../language/symbols.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

export function toDiagnostic(problem: Problem): Diagnostic {
  return {
    range: problem.range,
    severity: severities[problem.severity],
    code: problem.code,
    source: 'loopwright',
    message: describe(problem),
  };
}

const completionKinds = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
} as const;

export function toCompletionItem(completion: Completion, document: TextDocument): CompletionItem {
  const { label, kind, insert, start, end, documentation, preferred } = completion;
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  return {
    label,
    kind: completionKinds[kind],
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range, newText: insert },
    filterText: insert.startsWith(' ') ? ` ${label}` : label,
    sortText: `${preferred ? 0 : 1}${label}`,
    ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
  };
}

export function toHover({ range, markdown }: Hover): LspHover {
  return { range, contents: { kind: MarkupKind.Markdown, value: markdown } };
}

const symbolKinds = {
  check: SymbolKind.Function,
  metric: SymbolKind.Number,
  connector: SymbolKind.Interface,
  gate: SymbolKind.Event,
  input: SymbolKind.Variable,
  field: SymbolKind.Property,
  group: SymbolKind.Object,
} as const;

export function toDocumentSymbol(symbol: LoopSymbol): DocumentSymbol {
  const { name, detail, kind, range, selection, children } = symbol;
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range,
    selectionRange: selection,
    children: children.map(toDocumentSymbol),
  };
}

/** The quick fixes of every problem that touches a range. */
export function toCodeActions(document: TextDocument, range: Range, problems: readonly Problem[]): CodeAction[] {
  return problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) =>
      quickFixesFor(document.getText(), problem).map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem)],
        isPreferred: true,
        edit: { changes: { [document.uri]: fix.edits.map((edit) => ({ ...edit })) } },
      })),
    );
}

const isBefore = (a: Range['end'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

const touches = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
