import { Disposable, type ExtensionContext, env, workspace } from 'vscode';
import { findRepository } from '../client/repositoryFolders.ts';
import { registerComprehension } from './comprehension/registerComprehension.ts';
import { registerDashboard } from './dashboard/registerDashboard.ts';
import { registerDryRun } from './dryRun/registerDryRun.ts';
import { registerEvidence } from './evidence/registerEvidence.ts';
import { keepConnected } from './keepConnected.ts';
import { LazyIncoming } from './lazyIncoming.ts';
import { loopCommands } from './loops/loopCommands.ts';
import { LoopFiles } from './loops/loopFiles.ts';
import { LoopHealth } from './loops/loopHealth.ts';
import { registerLoopLens } from './loops/loopLens.ts';
import { loopService } from './loops/loopService.ts';
import { registerLoopsView } from './loops/loopsView.ts';
import { scheduleCommands } from './loops/scheduleCommands.ts';
import { registerNotices } from './notices/registerNotices.ts';
import { recipeCommands } from './recipes/recipeCommands.ts';
import { registerCommands } from './registerCommands.ts';
import { LoopSchedules } from './repositories/loopSchedules.ts';
import { onChangedAnywhere } from './repositories/onChangedAnywhere.ts';
import { openRepository } from './repositories/openRepository.ts';
import { Repositories } from './repositories/repositories.ts';
import { Runners } from './repositories/runners.ts';
import { vscodeFolders } from './repositories/vscodeFolders.ts';
import { withLoops } from './repositories/withLoops.ts';
import { registerReview } from './review/registerReview.ts';
import { registerRunPages } from './runPage/registerRunPages.ts';
import { controlCommands } from './runs/controlCommands.ts';
import { itemCommands } from './runs/itemCommands.ts';
import { registerRuns } from './runs/registerRuns.ts';
import { runCommands } from './runs/runCommands.ts';
import { RunStore } from './runs/runStore.ts';
import { StepOutput } from './runs/stepOutput.ts';
import { registerSidebar } from './sidebar.ts';
import { startLanguageClientWhenNeeded } from './startLanguageClient.ts';
import { SpendToday } from './status/spendToday.ts';
import { registerStatusBar } from './status/statusBar.ts';
import { registerTools } from './tools/registerTools.ts';
import { requestAll } from './tools/requestAll.ts';
import { validateInWindow } from './tools/validateInWindow.ts';
import { registerWalkthrough } from './walkthrough/registerWalkthrough.ts';
import { windowDialogs } from './windowDialogs.ts';

/** The composition root: makes every part of the extension and wires it, synchronously. */
export function compose(context: ExtensionContext): Disposable {
  const { extensionUri, workspaceState } = context;
  const incoming = new LazyIncoming();
  const store = new RunStore(incoming.fold);
  const language = startLanguageClientWhenNeeded(extensionUri);
  const files = new LoopFiles(loopService(language));
  const repositories: Repositories = new Repositories({
    folders: vscodeFolders,
    locate: (path) => findRepository(path).catch(() => undefined),
    make: (place) => openRepository({ context, incoming, store, files, nameOf }, place),
    idOfRun: (run) => store.repositoryOf(run),
    gone: (id) => store.forget(id),
  });
  const nameOf = (id: string) => (repositories.all().length > 1 ? repositories.byId(id)?.name : undefined);
  const runners = new Runners(repositories);
  const readRun = (run: string) => runners.read(run);
  const schedules = new LoopSchedules(repositories);
  const spend = new SpendToday(repositories);
  const runs = registerRuns({ repositories, store, readRun, files, choices: workspaceState });
  const runsView = runs.view;
  const reveal = async (run: string) => {
    await readRun(run);
    await runsView.reveal(run);
  };
  const output = new StepOutput(runners, store);
  const review = registerReview({
    ...{ link: runners, store, readRun, extension: extensionUri, remembered: workspaceState },
    onMarks: (listener) => onChangedAnywhere(repositories, 'review', listener),
  });
  const evidence = registerEvidence({ extension: extensionUri, runners, store, review: review.opened });
  const dryRun = registerDryRun({ extension: extensionUri, files, repositories, language });
  const runPages = registerRunPages({ extension: extensionUri, runners, store });
  const dashboard = registerDashboard({ extension: extensionUri, repositories });
  const comprehension = registerComprehension({ extension: extensionUri, repositories });
  const sidebar = registerSidebar({ repositories, runners, store, files });
  const notices = registerNotices({ store, runners, isReviewed: review.isOf });
  const { started } = notices;
  const walkthrough = registerWalkthrough({ files, store, remembered: context.globalState });
  const refreshRuns = async () => {
    await repositories.look();
    if (workspace.isTrusted) await Promise.all(withLoops(repositories, files).map(({ feed }) => feed.refresh()));
    await sidebar.refresh();
  };
  return Disposable.from(
    registerCommands({
      ...loopCommands({ repositories, files, store, language, refreshRuns }),
      ...recipeCommands({ files, extension: extensionUri }),
      ...runCommands({ runners, repositories, store, files, reveal, started }),
      ...controlCommands({
        link: runners,
        store,
        dialogs: windowDialogs,
        reveal,
        started,
        copy: env.clipboard.writeText,
      }),
      ...runs.commands,
      ...sidebar.commands,
      ...itemCommands({ link: runners, store }),
      ...scheduleCommands({ repositories, files }),
      ...output.commands,
      ...review.commands,
      ...evidence.commands,
      ...dryRun.commands,
      ...runPages.commands,
      ...dashboard.commands,
      ...comprehension.commands,
      ...walkthrough.commands,
    }),
    registerTools({
      request: requestAll(() => repositories.ready().then(() => repositories.all())),
      validate: validateInWindow({ files, language }),
    }),
    registerLoopsView({ files, store, schedules, repositories, health: new LoopHealth(store, repositories) }),
    registerLoopLens(store, repositories),
    registerStatusBar({ store, files, spend }),
    language,
    keepConnected({ repositories, files, runs: runsView }),
    ...[notices, walkthrough, review, evidence, dryRun, runPages, dashboard, comprehension, output],
    ...[runs, sidebar, schedules, spend, files, repositories],
  );
}
