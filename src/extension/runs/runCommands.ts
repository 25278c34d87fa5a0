import { commands, type Uri, window, workspace } from 'vscode';
import type { CommandHandlers, LoopTarget, RunTarget } from '../commandTable.ts';
import { askInputs } from '../loops/askInputs.ts';
import { loopNameOf } from '../loops/loopFile.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { pickLoop } from '../loops/pickLoop.ts';
import { notOpen, repositoryPath } from '../loops/repositoryPath.ts';
import { report } from '../report.ts';
import { pickRepository } from '../repositories/pickRepository.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Runners } from '../repositories/runners.ts';
import { cleanAll, cleanRun } from './cleanRuns.ts';
import { pickRun } from './pickRun.ts';
import type { RunStore } from './runStore.ts';
import { startLoop } from './startLoop.ts';
import { startQuestions } from './startQuestions.ts';

export interface RunCommandDeps {
  readonly runners: Runners;
  readonly repositories: Repositories;
  readonly store: RunStore;
  readonly files: LoopFiles;
  /** Reads and shows a run in the view Runs. */
  readonly reveal: (run: string) => Promise<void>;
  /** Told of every run that this window starts. */
  readonly started: (run: string) => void;
}

type RunCommands = Pick<
  CommandHandlers,
  'loopwright.run' | 'loopwright.stop' | 'loopwright.clean' | 'loopwright.revealRun' | 'loopwright.restartRunner'
>;

const manageTrust = 'Manage Workspace Trust';

export function runCommands(deps: RunCommandDeps): RunCommands {
  return {
    'loopwright.run': (target) => runLoop(deps, target),
    'loopwright.stop': (target) => stopRun(deps, target),
    'loopwright.clean': (target) => (target?.run === undefined ? cleanAll(deps) : cleanRun(deps, target.run)),
    'loopwright.revealRun': async (target) => {
      if (target !== undefined) await deps.reveal(target.run);
    },
    'loopwright.restartRunner': () => restart(deps),
  };
}

async function runLoop(deps: RunCommandDeps, target: LoopTarget): Promise<void> {
  if (!workspace.isTrusted) return explainRestrictedMode();
  const uri = await pickLoop(deps.files, target);
  if (uri === undefined || !(await isSaved(uri))) return;
  const file = await repositoryPath(uri.fsPath);
  if (!file.ok) return report(file.error);
  const repository = await deps.repositories.ofFile(uri);
  if (repository === undefined) return report(notOpen(uri.fsPath));
  const inputs = await askInputs(loopNameOf(uri.path), await deps.files.inputsOf(uri));
  if (inputs === undefined) return;
  const run = await startLoop(repository.link, { file: file.value, inputs }, startQuestions);
  if (run === undefined) return;
  if (!run.ok) return report(run.error);
  deps.started(run.value);
  await deps.reveal(run.value);
}

/** The run reads the file from disk, so what stands in the editor goes there first. */
async function isSaved(uri: Uri): Promise<boolean> {
  const document = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return document === undefined || !document.isDirty || document.save();
}

async function explainRestrictedMode(): Promise<void> {
  const message =
    'This folder is in Restricted Mode. A loop runs commands of this repository, so trust the folder first.';
  const chosen = await window.showInformationMessage(message, manageTrust);
  if (chosen === manageTrust) await commands.executeCommand('workbench.trust.manage');
}

async function stopRun({ runners, store }: RunCommandDeps, target: RunTarget): Promise<void> {
  const run = await pickRun(store, target, {
    fits: ({ summary }) => summary.finishedAt === undefined,
    ask: 'Stop which run?',
    none: 'No run is going on.',
  });
  if (run === undefined) return;
  const stopped = await runners.request('stop', { run });
  if (!stopped.ok) report(stopped.error);
}

/** What runs goes on meanwhile: the next runner adopts it. */
async function restart({ repositories }: RunCommandDeps): Promise<void> {
  const repository = await pickRepository(repositories, 'Restart the runner of which repository?');
  if (repository === undefined) return;
  const { link, handover } = repository;
  const client = await link.open(false);
  if (client.ok) {
    await client.value.request('leave', {});
    link.close();
  }
  const next = await handover.open();
  if (!next.ok) return report(next.error);
  const status = await link.request('status', {});
  if (!status.ok) return report(status.error);
  void window.showInformationMessage(`The runner was started again (process ${status.value.pid}).`);
}
