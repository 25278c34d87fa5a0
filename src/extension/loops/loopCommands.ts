import {
  commands,
  type DiagnosticSeverity,
  languages,
  Range,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import type { CommandHandlers, LoopTarget } from '../commandTable.ts';
import type { RunStore } from '../runs/runStore.ts';
import { freeName, problemWords, starterLoop } from './loopFile.ts';
import type { LoopFiles, ReadLoop } from './loopFiles.ts';
import { pickLoop } from './pickLoop.ts';

interface LoopCommandDeps {
  readonly folder: WorkspaceFolder | undefined;
  readonly files: LoopFiles;
  readonly store: RunStore;
  readonly readLoop: ReadLoop;
}

type LoopCommands = Pick<
  CommandHandlers,
  'loopwright.validate' | 'loopwright.createLoop' | 'loopwright.openLoop' | 'loopwright.refresh'
>;

/** What can be done with loop files without running anything: all of it works in Restricted Mode. */
export function loopCommands(deps: LoopCommandDeps & { readonly refreshRuns: () => Promise<void> }): LoopCommands {
  return {
    'loopwright.validate': (target) => validate(deps, target),
    'loopwright.createLoop': () => createLoop(deps),
    'loopwright.openLoop': (target) => openLoop(deps, target),
    'loopwright.refresh': () => Promise.all([deps.files.refresh(), deps.refreshRuns()]),
  };
}

async function validate({ files, readLoop }: LoopCommandDeps, target: LoopTarget): Promise<void> {
  const uri = await pickLoop(files, target);
  if (uri === undefined) return;
  const document = await workspace.openTextDocument(uri);
  const found = await readLoop(document.getText(), workspace.asRelativePath(uri, false));
  const words = found.unchecked ? 'see its problems' : problemWords(found);
  if (words === '') {
    void window.showInformationMessage(`${found.name}: no problems.`);
    return;
  }
  await window.showTextDocument(document, { preserveFocus: true, ...firstProblem(uri) });
  await commands.executeCommand('workbench.actions.view.problems');
  void window.showWarningMessage(`${found.name}: ${words}. ${found.problem ?? ''}`);
}

/** The place of the first problem, where the language server has told it already. */
function firstProblem(uri: Uri): { readonly selection?: Range } {
  const [first] = [...languages.getDiagnostics(uri)].sort((a, b) => rank(a.severity) - rank(b.severity));
  return first === undefined ? {} : { selection: new Range(first.range.start, first.range.start) };
}

const rank = (severity: DiagnosticSeverity): number => severity;

async function createLoop({ folder, files }: LoopCommandDeps): Promise<void> {
  if (folder === undefined) {
    void window.showInformationMessage('Loops belong to a git repository. Open its folder first.');
    return;
  }
  await files.refresh();
  const name = freeName(files.all().map((loop) => loop.name));
  const uri = Uri.joinPath(folder.uri, '.loops', `${name}.loop.yaml`);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(starterLoop(name)));
  await files.refresh();
  await window.showTextDocument(uri);
}

async function openLoop(
  { folder, files, store }: LoopCommandDeps,
  target: LoopTarget | { readonly run: string },
): Promise<void> {
  const uri = await loopUri(folder, files, store, target);
  if (uri !== undefined) await window.showTextDocument(uri);
}

async function loopUri(
  folder: WorkspaceFolder | undefined,
  files: LoopFiles,
  store: RunStore,
  target: LoopTarget | { readonly run: string },
): Promise<Uri | undefined> {
  if (target === undefined || !('run' in target)) return pickLoop(files, target);
  const file = store.get(target.run)?.state?.start.file;
  return folder === undefined || file === undefined ? undefined : Uri.joinPath(folder.uri, file);
}
