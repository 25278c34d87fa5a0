import { commands, Disposable, type ExtensionContext, window, workspace } from 'vscode';
import type { LazyIncoming } from '../lazyIncoming.ts';
import { askAgents, tellAgents } from '../loops/agentsHere.ts';
import type { LoopFiles } from '../loops/loopFiles.ts';
import { Schedules } from '../loops/schedules.ts';
import { registerModels } from '../models/registerModels.ts';
import { setContext } from '../registerCommands.ts';
import { report } from '../report.ts';
import { askHandover } from '../runner/askHandover.ts';
import { connectFor } from '../runner/connectFor.ts';
import { Handover } from '../runner/handover.ts';
import { RunFeed } from '../runner/runFeed.ts';
import { RunnerLink } from '../runner/runnerLink.ts';
import { watchRunner } from '../runner/runnerWatch.ts';
import { tellRunnerNews } from '../runnerNews.ts';
import type { RunStore } from '../runs/runStore.ts';
import type { RepositoryParts, RepositoryPlace } from './repository.ts';

export interface RepositoryWorld {
  readonly context: Pick<ExtensionContext, 'extensionUri' | 'languageModelAccessInformation'>;
  readonly incoming: LazyIncoming;
  readonly store: RunStore;
  readonly files: LoopFiles;
  /** What tells its runner's news apart, where the window has several. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Makes what the window holds for a repository, and wires it. No connection is made yet. */
export function openRepository({ context, incoming, store, files, nameOf }: RepositoryWorld, place: RepositoryPlace) {
  const runs = store.of(place.id);
  const connect = connectFor(place.root, context.extensionUri, incoming, () => handover);
  const link = new RunnerLink(connect, () => workspace.isTrusted);
  const handover: Handover = new Handover({
    ask: (question) => askHandover(question, nameOf(place.id)),
    reopen: () => {
      link.close();
      return link.open(true);
    },
    isBusy: () => runs.all().some(({ summary }) => summary.status === 'running'),
    onChange: (listener) => store.onChange(listener),
    reload: () => void commands.executeCommand('workbench.action.reloadWindow'),
    tell: (outcome) => {
      if (!outcome.ok) return report(outcome.error);
      void window.showInformationMessage('A new runner has taken over, and goes on where the old one was.');
    },
  });
  const feed = new RunFeed(link, runs, report);
  const schedules = new Schedules(link, store, files);
  const showAgents = (key: string) => setContext('loopwright.agents', key);
  const parts = Disposable.from(
    { dispose: tellAgents(link, showAgents) },
    registerModels(link, context, () => void askAgents(link, showAgents)),
    { dispose: watchRunner(link, runs, (news) => void tellRunnerNews(news, nameOf(place.id))) },
    ...[handover, schedules, feed, link],
  );
  return { link, feed, schedules, handover, dispose: () => parts.dispose() } satisfies RepositoryParts;
}
