import { window } from 'vscode';
import type { CommandHandlers, LoopTarget } from '../commandTable.ts';
import { withoutLinks } from '../plainText.ts';
import { report } from '../report.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { loopNameOf } from './loopFile.ts';
import type { LoopFiles } from './loopFiles.ts';
import { pickLoop } from './pickLoop.ts';
import { notOpen, repositoryPath } from './repositoryPath.ts';
import { scheduleWords } from './scheduleWords.ts';

interface ScheduleCommandDeps {
  readonly repositories: Repositories;
  readonly files: LoopFiles;
}

type ScheduleCommands = Pick<CommandHandlers, 'loopwright.enable' | 'loopwright.disable'>;

/** Letting a loop start by itself, and taking that back. What may not be is refused by the runner, in its words. */
export function scheduleCommands(deps: ScheduleCommandDeps): ScheduleCommands {
  return {
    'loopwright.enable': (target) => say(deps, 'enable', target),
    'loopwright.disable': (target) => say(deps, 'disable', target),
  };
}

async function say(
  { repositories, files }: ScheduleCommandDeps,
  what: 'enable' | 'disable',
  target: LoopTarget,
): Promise<void> {
  const uri = await pickLoop(files, target);
  if (uri === undefined) return;
  const file = await repositoryPath(uri.fsPath);
  if (!file.ok) return report(file.error);
  const repository = await repositories.ofFile(uri);
  if (repository === undefined) return report(notOpen(uri.fsPath));
  const { link, schedules } = repository;
  const said = await link.request(what, { file: file.value });
  if (!said.ok) return report(said.error);
  await schedules.refresh();
  const name = loopNameOf(uri.path);
  const told = schedules.of(name);
  const state = what === 'enable' && told !== undefined ? ` (${scheduleWords(told, Date.now())})` : '';
  const now = what === 'enable' ? `starts by itself from now on${state}` : 'starts only by hand from now on';
  void window.showInformationMessage(withoutLinks(`${name} ${now}.`));
}
