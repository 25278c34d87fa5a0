import { CodeLens, Disposable, EventEmitter, languages, Range, type TextDocument, workspace } from 'vscode';
import { coalesced } from '../coalesced.ts';
import { loopLanguage } from '../loopLanguage.ts';
import { commandOf } from '../registerCommands.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { RunEntry, RunStore } from '../runs/runStore.ts';
import { endWords } from '../runs/runWords.ts';
import { countWaiting, waitingOf } from '../runs/waitingItems.ts';
import { loopNameOf } from './loopFile.ts';

/** Run, Dry Run, Validate and the state of the newest run above the first line of a loop file. */
export function registerLoopLens(store: RunStore, repositories: Repositories): Disposable {
  const changed = new EventEmitter<void>();
  // Asked for anew at every event, lenses would never come to rest.
  let before = '';
  const update = coalesced(() => {
    const now = statesOf(store);
    if (now !== before) changed.fire();
    before = now;
  });
  const provider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document: TextDocument) => lensesOf(document, store, repositories),
  };
  return Disposable.from(
    changed,
    { dispose: store.onChange(() => update.ask()) },
    { dispose: update.cancel },
    workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    languages.registerCodeLensProvider({ language: loopLanguage, scheme: 'file' }, provider),
  );
}

/** All that the lenses say of runs, to know when they would say something else. */
const statesOf = (store: RunStore): string =>
  store
    .all()
    .map((entry) => `${entry.summary.id} ${entry.summary.status} ${entry.summary.commit} ${countWaiting(entry)}`)
    .join();

/** Whether what waits is one finished change. */
function isReview(entry: RunEntry): boolean {
  const [one, another] = waitingOf(entry);
  return one !== undefined && another === undefined && one.view.waitsFor === undefined;
}

/** In Restricted Mode there is nothing to run. */
function lensesOf({ uri }: TextDocument, store: RunStore, repositories: Repositories): CodeLens[] {
  const top = new Range(0, 0, 0, 0);
  const button = (command: 'loopwright.run' | 'loopwright.validate', title: string) =>
    new CodeLens(top, commandOf(command, title, uri));
  const validate = button('loopwright.validate', '$(checklist)\u00a0Validate');
  const dryRun = new CodeLens(top, commandOf('loopwright.dryRun', '$(beaker)\u00a0Dry Run', uri));
  if (!workspace.isTrusted) return [dryRun, validate];
  const run = button('loopwright.run', '$(play)\u00a0Run');
  const last = store.latestOf(loopNameOf(uri.path), repositories.ofUri(uri)?.id);
  return [run, dryRun, validate, ...(last === undefined ? [] : [new CodeLens(top, stateCommand(last))])];
}

function stateCommand(entry: RunEntry) {
  const { summary } = entry;
  const target = { run: summary.id };
  if (summary.status === 'waiting')
    return commandOf(
      'loopwright.attend',
      `$(bell-dot)\u00a0Waiting for you: ${isReview(entry) ? 'Review' : 'Show Run'}`,
      target,
    );
  if (summary.status === 'running') return commandOf('loopwright.stop', '$(loading~spin)\u00a0Running: Stop', target);
  return commandOf('loopwright.revealRun', `$(history)\u00a0Last run ${endWords(summary)}`, target);
}
