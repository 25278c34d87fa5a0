import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover as LspHover,
  Range,
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
import { completionNumbers, insertNumbers, severityNumbers, symbolNumbers } from './connection/protocolNumbers.ts';
import { problemPage } from './problemPage.ts';

/** What editors call our code actions. */
export const codeActionKinds = { fix: 'quickfix', fixAll: 'source.fixAll' } as const;

/** A file that somebody has just made is no mistake yet: an editor hints at what could stand in it. `validate` calls it an error. */
const isEmptyYet = ({ code }: Problem): boolean => code === 'LW004';

export function toDiagnostic(problem: Problem): Diagnostic {
  const href = problemPage(problem.code);
  return {
    range: problem.range,
    severity: isEmptyYet(problem) ? severityNumbers.hint : severityNumbers[problem.severity],
    code: problem.code,
    source: 'loopwright',
    message: describe(problem),
    ...(href === undefined ? {} : { codeDescription: { href } }),
  };
}

const completionKinds = {
  key: completionNumbers.Property,
  value: completionNumbers.EnumMember,
  name: completionNumbers.Variable,
  field: completionNumbers.Field,
  function: completionNumbers.Function,
  operator: completionNumbers.Operator,
  snippet: completionNumbers.Snippet,
} as const;

/** `rank` is the place of the completion in its list, which clients keep for what fits equally well. */
export function toCompletionItem(completion: Completion, document: TextDocument, rank: number): CompletionItem {
  const { label, kind, insert, start, end, detail, documentation, preferred } = completion;
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  return {
    label,
    kind: completionKinds[kind],
    insertTextFormat: insertNumbers.snippet,
    insertTextMode: insertNumbers.adjustIndentation,
    textEdit: { range, newText: insert },
    filterText: insert.startsWith(' ') ? ` ${label}` : label,
    sortText: `${preferred ? 0 : 1}${String(rank).padStart(4, '0')}`,
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation: { kind: 'markdown', value: documentation } } : {}),
  };
}

export function toHover({ range, markdown }: Hover): LspHover {
  return { range, contents: { kind: 'markdown', value: markdown } };
}

export const symbolKinds = {
  check: symbolNumbers.Function,
  metric: symbolNumbers.Number,
  connector: symbolNumbers.Interface,
  gate: symbolNumbers.Event,
  input: symbolNumbers.Variable,
  role: symbolNumbers.Class,
  entry: symbolNumbers.Object,
  field: symbolNumbers.Property,
  group: symbolNumbers.Object,
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
        kind: codeActionKinds.fix,
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
  return [{ title: 'Fix all', kind: codeActionKinds.fixAll, edit: { changes: { [document.uri]: [{ ...edit }] } } }];
}

const isBefore = (a: Range['end'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

const touches = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
