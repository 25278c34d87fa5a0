import { commands, Range, Uri, window, workspace } from 'vscode';
import { freeName } from '../../model/freeName.ts';
import { loopPath } from '../../model/loopPath.ts';
import type { ReportedProblem } from '../../model/problem.ts';
import { type ProblemsParams, problemsMethod } from '../../model/problemsRequest.ts';
import type { CommandHandlers, LoopTarget } from '../commandTable.ts';
import type { LanguageService } from '../languageClient.ts';
import { reportError } from '../report.ts';
import { pickFolder } from '../repositories/pickRepository.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { RunStore } from '../runs/runStore.ts';
import { countsOf, loopNameOf, problemWords, starterLoop } from './loopFile.ts';
import type { LoopFiles } from './loopFiles.ts';
import { pickLoop } from './pickLoop.ts';

type Language = Pick<LanguageService, 'request'>;

interface LoopCommandDeps {
  readonly repositories: Repositories;
  readonly files: LoopFiles;
  readonly store: RunStore;
  readonly language: Language;
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

async function validate({ files, language }: LoopCommandDeps, target: LoopTarget): Promise<void> {
  const uri = await pickLoop(files, target);
  if (uri === undefined) return;
  // The server answers of documents that are open, in an editor or not.
  const document = await workspace.openTextDocument(uri);
  const name = loopNameOf(uri.path);
  const problems = await problemsOf(language, uri);
  if (problems === undefined) return;
  const [first] = (['error', 'warning', 'info'] as const).flatMap((one) =>
    problems.filter(({ severity }) => severity === one),
  );
  if (first === undefined) {
    void window.showInformationMessage(`${name}: no problems.`);
    return;
  }
  const { line, character } = first.range.start;
  const at = new Range(line, character, line, character);
  await window.showTextDocument(document, { preserveFocus: true, selection: at });
  await commands.executeCommand('workbench.actions.view.problems');
  const tell = first.severity === 'info' ? window.showInformationMessage : window.showWarningMessage;
  void tell(`${name}: ${problemWords(countsOf(problems))}. ${first.message}`);
}

/** What the language server says of an open loop file, with what its repository has; undefined once it was told why not. */
async function problemsOf(language: Language, uri: Uri): Promise<readonly ReportedProblem[] | undefined> {
  const params: ProblemsParams = { textDocument: { uri: uri.toString() } };
  try {
    const { problemsReplySchema } = await import('../incoming.ts');
    const reply = problemsReplySchema.parse(await language.request(problemsMethod, params));
    if (reply !== null) return reply;
    void reportError('The loop file was closed before it was validated. Open it and try again.');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void reportError(`The loop file was not validated: ${why}`);
  }
  return undefined;
}

async function createLoop({ files }: LoopCommandDeps): Promise<void> {
  const folder = await pickFolder('Create the loop in which folder?');
  if (folder === undefined) return;
  await files.refresh();
  const name = freeName(
    files.all().map((loop) => loop.name),
    'keep-tests-green',
  );
  const uri = Uri.joinPath(folder.uri, loopPath(name));
  await workspace.fs.writeFile(uri, new TextEncoder().encode(starterLoop(name)));
  await files.refresh();
  await window.showTextDocument(uri);
}

async function openLoop(deps: LoopCommandDeps, target: LoopTarget | { readonly run: string }): Promise<void> {
  const uri = await loopUri(deps, target);
  if (uri !== undefined) await window.showTextDocument(uri);
}

async function loopUri(
  { repositories, files, store }: LoopCommandDeps,
  target: LoopTarget | { readonly run: string },
): Promise<Uri | undefined> {
  if (target === undefined || !('run' in target)) return pickLoop(files, target);
  const file = store.get(target.run)?.state?.start.file;
  const root = repositories.ofRun(target.run)?.root;
  return root === undefined || file === undefined ? undefined : Uri.joinPath(Uri.file(root), file);
}
