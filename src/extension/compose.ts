import { Disposable, type ExtensionContext, workspace } from 'vscode';
import { findRepository } from '../client/repositoryFolders.ts';
import { registerDryRun } from './dryRun/registerDryRun.ts';
import { keepConnected } from './keepConnected.ts';
import { loopCommands } from './loops/loopCommands.ts';
import { LoopFiles } from './loops/loopFiles.ts';
import { registerLoopLens } from './loops/loopLens.ts';
import { registerLoopsView } from './loops/loopsView.ts';
import { readLoop } from './loops/readLoop.ts';
import { scheduleCommands } from './loops/scheduleCommands.ts';
import { recipeCommands } from './recipes/recipeCommands.ts';
import { registerCommands } from './registerCommands.ts';
import { LoopSchedules } from './repositories/loopSchedules.ts';
import { openRepository } from './repositories/openRepository.ts';
import { Repositories } from './repositories/repositories.ts';
import { Runners } from './repositories/runners.ts';
import { vscodeFolders } from './repositories/vscodeFolders.ts';
import { withLoops } from './repositories/withLoops.ts';
import { registerReview } from './review/registerReview.ts';
import { Attention } from './runs/attention.ts';
import { itemCommands } from './runs/itemCommands.ts';
import { runCommands } from './runs/runCommands.ts';
import { RunStore } from './runs/runStore.ts';
import { RunsView } from './runs/runsView.ts';
import { StepOutput } from './runs/stepOutput.ts';
import { startLanguageClientWhenNeeded } from './startLanguageClient.ts';
import { registerStatusBar } from './statusBar.ts';

/** The composition root: makes every part of the extension and wires it, synchronously. */
export function compose(context: ExtensionContext): Disposable {
  const { extensionUri, workspaceState } = context;
  const store = new RunStore();
  const files = new LoopFiles(readLoop);
  const repositories: Repositories = new Repositories({
    folders: vscodeFolders,
    locate: (path) => findRepository(path).catch(() => undefined),
    make: (place) => openRepository({ context, store, files, nameOf }, place),
    idOfRun: (run) => store.repositoryOf(run),
    gone: (id) => store.forget(id),
  });
  const nameOf = (id: string) => (repositories.all().length > 1 ? repositories.byId(id)?.name : undefined);
  const runners = new Runners(repositories);
  const readRun = (run: string) => runners.read(run);
  const schedules = new LoopSchedules(repositories);
  const runsView = new RunsView(store, readRun, undefined, (run) => repositories.nameOf(run));
  const reveal = async (run: string) => {
    await readRun(run);
    await runsView.reveal(run);
  };
  const output = new StepOutput(runners, store);
  const review = registerReview({ link: runners, store, readRun, extension: extensionUri, marks: workspaceState });
  const language = startLanguageClientWhenNeeded(extensionUri);
  const dryRun = registerDryRun({ extension: extensionUri, files, repositories, language });
  const attention = new Attention(store, review.isOf);
  const refreshRuns = async () => {
    await repositories.look();
    if (workspace.isTrusted) await Promise.all(withLoops(repositories, files).map(({ feed }) => feed.refresh()));
  };
  return Disposable.from(
    registerCommands({
      ...loopCommands({ repositories, files, store, language, refreshRuns }),
      ...recipeCommands({ files, extension: extensionUri }),
      ...runCommands({ runners, repositories, store, files, reveal, started: (run) => attention.watch(run) }),
      ...itemCommands({ link: runners, store }),
      ...scheduleCommands({ repositories, files }),
      ...output.commands,
      ...review.commands,
      ...dryRun.commands,
    }),
    registerLoopsView({ files, store, schedules, repositories }),
    registerLoopLens(store, repositories),
    registerStatusBar(store),
    language,
    keepConnected({ repositories, files, runs: runsView }),
    ...[attention, review, dryRun, output, runsView, schedules, files, repositories],
  );
}
