import { Disposable, type ExtensionContext, workspace } from 'vscode';
import { registerDryRun } from './dryRun/registerDryRun.ts';
import { keepConnected } from './keepConnected.ts';
import { askAgents, tellAgents } from './loops/agentsHere.ts';
import { loopCommands } from './loops/loopCommands.ts';
import { LoopFiles } from './loops/loopFiles.ts';
import { registerLoopLens } from './loops/loopLens.ts';
import { registerLoopsView } from './loops/loopsView.ts';
import { readLoop } from './loops/readLoop.ts';
import { scheduleCommands } from './loops/scheduleCommands.ts';
import { Schedules } from './loops/schedules.ts';
import { registerModels } from './models/registerModels.ts';
import { recipeCommands } from './recipes/recipeCommands.ts';
import { registerCommands, setContext } from './registerCommands.ts';
import { report } from './report.ts';
import { registerReview } from './review/registerReview.ts';
import { connectFor } from './runner/connectFor.ts';
import { RunFeed } from './runner/runFeed.ts';
import { RunnerLink } from './runner/runnerLink.ts';
import { watchRunner } from './runner/runnerWatch.ts';
import { tellRunnerNews } from './runnerNews.ts';
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
  // Several folders in one window: a later step. Until then the first one is the repository.
  const folder = workspace.workspaceFolders?.[0];
  const link = new RunnerLink(connectFor(folder, extensionUri), () => workspace.isTrusted);
  const store = new RunStore();
  const feed = new RunFeed(link, store, report);
  const readRun = (run: string) => feed.read(run);
  const files = new LoopFiles(folder, readLoop);
  const schedules = new Schedules(link, store, files);
  const runsView = new RunsView(store, readRun);
  const reveal = async (run: string) => {
    await readRun(run);
    await runsView.reveal(run);
  };
  const output = new StepOutput(link, store);
  const review = registerReview({ link, store, readRun, extension: extensionUri, marks: workspaceState });
  const language = startLanguageClientWhenNeeded(extensionUri);
  const dryRun = registerDryRun({ extension: extensionUri, files, link, language });
  const attention = new Attention(store, review.isOf);
  const refreshRuns = async () => {
    if (workspace.isTrusted) await feed.refresh();
  };
  const showAgents = (key: string) => setContext('loopwright.agents', key);
  return Disposable.from(
    registerCommands({
      ...loopCommands({ folder, files, store, language, refreshRuns }),
      ...recipeCommands({ folder, files, extension: extensionUri }),
      ...runCommands({ link, store, files, reveal, started: (run) => attention.watch(run) }),
      ...itemCommands({ link, store }),
      ...scheduleCommands({ link, files, schedules }),
      ...output.commands,
      ...review.commands,
      ...dryRun.commands,
    }),
    registerLoopsView(files, store, schedules),
    registerLoopLens(store),
    registerStatusBar(store),
    language,
    keepConnected(link, runsView),
    { dispose: tellAgents(link, showAgents) },
    registerModels(link, context, () => void askAgents(link, showAgents)),
    { dispose: watchRunner(link, store, tellRunnerNews) },
    ...[attention, review, dryRun, output, runsView, schedules, files, feed, link],
  );
}
