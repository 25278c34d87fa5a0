import {
  Disposable,
  EventEmitter,
  type FileDecoration,
  MarkdownString,
  Range,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Debt } from '../../model/debt.ts';
import { readSetting } from '../readSetting.ts';
import { AskedOfAll, type AskedRepositories } from '../repositories/askedOfAll.ts';
import { type AskedDebt, askDebt, type WindowDebt } from '../understanding/askDebt.ts';
import { type FileMark, fileMarks, unitMarks } from './owedMarks.ts';

const setting = 'loopwright.showOwedLines';

/** Marks files and units for which the person owes lines, where they switched that on; asks nothing where they did not. */
export function registerOwedDecorations(repositories: AskedRepositories, extension: Uri): Disposable {
  const isOn = () => readSetting(setting);
  const asked = new AskedOfAll<AskedDebt>({
    repositories,
    after: ['owed'],
    ask: (link) => askDebt(link, 'me'),
    isWanted: isOn,
  });
  const changed = new EventEmitter<undefined>();
  const gutter = window.createTextEditorDecorationType({
    gutterIconPath: Uri.joinPath(extension, 'media', 'owed.svg'),
    gutterIconSize: 'contain',
    overviewRulerColor: new ThemeColor('list.warningForeground'),
  });
  let files: ReadonlyMap<string, FileMark> = new Map();
  const debts = () => (isOn() ? asked.all : []);
  const drawIn = (editor: TextEditor) => editor.setDecorations(gutter, decorationsOf(editor, repositories, debts()));
  const draw = () => {
    files = new Map(debts().flatMap(({ debt, repository }) => byUri(repositories.byId(repository)?.root, debt)));
    changed.fire(undefined);
    window.visibleTextEditors.forEach(drawIn);
  };
  return Disposable.from(
    { dispose: asked.onChange(draw) },
    asked,
    changed,
    gutter,
    window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration: (uri): FileDecoration | undefined => files.get(uri.toString()),
    }),
    window.onDidChangeVisibleTextEditors((editors) => editors.forEach(drawIn)),
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(setting)) return;
      asked.look();
      draw();
    }),
  );
}

const byUri = (root: string | undefined, debt: Debt): readonly (readonly [string, FileMark])[] =>
  root === undefined
    ? []
    : [...fileMarks(debt)].map(([path, mark]) => [Uri.joinPath(Uri.file(root), path).toString(), mark]);

function decorationsOf(
  { document }: TextEditor,
  repositories: AskedRepositories,
  debts: readonly WindowDebt[],
): { readonly range: Range; readonly hoverMessage: MarkdownString }[] {
  // Lines of an edit that is not saved are not those that were counted.
  if (document.isDirty || document.uri.scheme !== 'file') return [];
  const shown = document.uri.toString();
  return debts.flatMap(({ repository, debt: { units } }) => {
    const root = repositories.byId(repository)?.root;
    const path = units.find((unit) => root !== undefined && uriOf(root, unit.path) === shown)?.path;
    if (path === undefined) return [];
    return unitMarks(units, path).map(({ line, words }) => ({
      range: new Range(line - 1, 0, line - 1, 0),
      hoverMessage: new MarkdownString().appendText(words),
    }));
  });
}

const uriOf = (root: string, path: string): string => Uri.joinPath(Uri.file(root), path).toString();
