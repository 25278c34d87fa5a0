import { Disposable } from 'vscode';
import { setContext } from '../registerCommands.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { windowDialogs } from '../windowDialogs.ts';
import { listCommands } from './listCommands.ts';
import { OlderRuns } from './olderRuns.ts';
import { isFiltering } from './runFilter.ts';
import { type ChoiceStore, RunListChoices } from './runListChoices.ts';
import type { RunStore } from './runStore.ts';
import { RunsView } from './runsView.ts';

export interface RunsDeps {
  readonly repositories: Repositories;
  readonly store: RunStore;
  readonly readRun: (run: string) => Promise<void>;
  readonly files: { all(): readonly { readonly name: string }[] };
  /** Where grouping and filter are remembered. */
  readonly choices: ChoiceStore;
}

/** The view Runs with how it is listed. */
export function registerRuns({ repositories, store, readRun, files, choices: kept }: RunsDeps) {
  const choices = new RunListChoices(kept);
  const older = new OlderRuns(store, repositories, choices.filter);
  const view = new RunsView({ store, older, choices, readRun, nameOf: (run) => repositories.nameOf(run) });
  const tell = (isFiltered: boolean) => setContext('loopwright.runsFiltered', isFiltered);
  const loops = () => {
    const run = store.all().map(({ summary }) => summary.loop);
    return [...new Set([...files.all().map(({ name }) => name), ...run])].sort();
  };
  tell(isFiltering(choices.filter));
  return {
    view,
    commands: listCommands({ choices, older, dialogs: windowDialogs, loops, tell }),
    dispose: () => Disposable.from(view, older).dispose(),
  };
}
