import { Disposable, type ExtensionContext, workspace } from 'vscode';
import { askAgents, tellAgents } from '../loops/agentsHere.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { Schedules } from '../loops/schedules.ts';
import { registerModels } from '../models/registerModels.ts';
import { setContext } from '../registerCommands.ts';
import { report } from '../report.ts';
import { connectFor } from '../runner/connectFor.ts';
import { RunFeed } from '../runner/runFeed.ts';
import { RunnerLink } from '../runner/runnerLink.ts';
import { watchRunner } from '../runner/runnerWatch.ts';
import { tellRunnerNews } from '../runnerNews.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { RepositoryParts, RepositoryPlace } from './repository.ts';

export interface RepositoryWorld {
  readonly context: Pick<ExtensionContext, 'extensionUri' | 'languageModelAccessInformation'>;
  readonly store: RunStore;
  readonly files: LoopFiles;
  /** What tells its runner's news apart, where the window has several. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Makes what the window holds for a repository, and wires it. No connection is made yet. */
export function openRepository({ context, store, files, nameOf }: RepositoryWorld, place: RepositoryPlace) {
  const link = new RunnerLink(connectFor(place.root, context.extensionUri), () => workspace.isTrusted);
  const runs = store.of(place.id);
  const feed = new RunFeed(link, runs, report);
  const schedules = new Schedules(link, store, files);
  const showAgents = (key: string) => setContext('loopwright.agents', key);
  const parts = Disposable.from(
    { dispose: tellAgents(link, showAgents) },
    registerModels(link, context, () => void askAgents(link, showAgents)),
    { dispose: watchRunner(link, runs, (news) => void tellRunnerNews(news, nameOf(place.id))) },
    ...[schedules, feed, link],
  );
  return { link, feed, schedules, dispose: () => parts.dispose() } satisfies RepositoryParts;
}
