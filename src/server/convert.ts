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
import { fixAllEdit } from '../language/fixes/fixAll.ts';
import { ignoreProblem } from '../language/fixes/ignoreProblem.ts';
import type { Hover } from '../language/hover.ts';
import type { ParseOptions } from '../language/parseLoop.ts';
import type { Problem } from '../language/problem.ts';
import { quickFixesFor } from '../language/quickFix.ts';
import type { LoopSymbol } from '../language/symbols.ts';
import { problemPage } from './problemPage.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

export function toDiagnostic(problem: Problem): Diagnostic {
  const href = problemPage(problem.code);
  return {
    range: problem.range,
    severity: severities[problem.severity],
    code: problem.code,
    source: 'loopwright',
    message: describe(problem),
    ...(href === undefined ? {} : { codeDescription: { href } }),
  };
}

const completionKinds = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  function: CompletionItemKind.Function,
  operator: CompletionItemKind.Operator,
  snippet: CompletionItemKind.Snippet,
} as const;

/** `rank` is the place of the completion in its list, which clients keep for what fits equally well. */
export function toCompletionItem(completion: Completion, document: TextDocument, rank: number): CompletionItem {
  const { label, kind, insert, start, end, detail, documentation, preferred } = completion;
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  return {
    label,
    kind: completionKinds[kind],
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range, newText: insert },
    filterText: insert.startsWith(' ') ? ` ${label}` : label,
    sortText: `${preferred ? 0 : 1}${String(rank).padStart(4, '0')}`,
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
  };
}

export function toHover({ range, markdown }: Hover): LspHover {
  return { range, contents: { kind: MarkupKind.Markdown, value: markdown } };
}

export const symbolKinds = {
  check: SymbolKind.Function,
  metric: SymbolKind.Number,
  connector: SymbolKind.Interface,
  gate: SymbolKind.Event,
  input: SymbolKind.Variable,
  role: SymbolKind.Class,
  entry: SymbolKind.Object,
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

/** The quick fixes of every problem that touches a range, and the way to ignore it where there is one. */
export function toCodeActions(document: TextDocument, range: Range, problems: readonly Problem[]): CodeAction[] {
  const text = document.getText();
  return problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) =>
      [...quickFixesFor(text, problem), ...ignoreProblem(text, problem)].map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem)],
        isPreferred: fix.isPreferred,
        edit: { changes: { [document.uri]: fix.edits.map((edit) => ({ ...edit })) } },
      })),
    );
}

/** Every preferred fix of a document at once; none where there is nothing to fix. */
export function toFixAll(document: TextDocument, options: ParseOptions): CodeAction[] {
  const edit = fixAllEdit(document.getText(), options);
  if (edit === undefined) return [];
  return [
    { title: 'Fix all', kind: CodeActionKind.SourceFixAll, edit: { changes: { [document.uri]: [{ ...edit }] } } },
  ];
}

const isBefore = (a: Range['end'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

const touches = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
